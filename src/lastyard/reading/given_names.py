"""Common given names and how their bearers are usually referred to.

A small list from many languages, written for this project; it only tips the balance
where a pronoun could mean several people. Names in use for both are left out.

Example:
    >>> GENDER_OF["maria"], GENDER_OF.get("sam")
    ('f', None)
"""

from __future__ import annotations

_MEN = """aaron abbas abdel abdelaziz abdoulaye abdul abdullah abdulrahman abel abraham achim adam adel
adrian ahmad ahmed ahmet ajay akira alain alan alassane albert albrecht alejandro aleksandar
aleksei alessandro alexander alexei alexis alfonso alfred alfredo ali alistair allan alvaro
amadou amir amit amos anand anatoly ander anders andre andreas andrei andres andrew andrzej
angel angus anil anthony antoine anton antonio antonis antony anwar aram archie ari ariel arjun
armando arnaud arne arnold arthur arturo ashraf asif augusto axel aziz babatunde bakari baptiste
barack barnaby bart bartosz bashar basil bassam bastian ben benedict benito benjamin benoit
bernard bernie bertrand bilal bill bjorn blaise bob bogdan boris brad bradley bram branko
brendan brett brian bruce bruno bryan burak byron caleb callum cameron carl carlos cedric cem
cesar chad charles chidi chinua christian christoph christopher christos chuck clark claude
claudio clement clifford clint clive cody colin conor constantin craig curtis cyril cyrus damian
damien dan daniel daniele danilo danny dario darius darren dave david davide dean denis dennis
derek dick diego dieter dimitri dirk dmitri dmitry dominic dominik donald donovan doug douglas
drago duncan dwight dylan ed eddie edgar edmund edoardo eduardo edward edwin ehud eitan eli
elias elijah elliot elliott elvis emeka emil emile emilio emmanuel emre enrico enrique enzo
ephraim erdogan eric erik ernest ernesto ernst erwin esteban ethan etienne eugene evan ewan ezra
fabian fabio fabrice fadi faisal farid farouk federico felipe felix ferdinand ferenc fergus
fernand fernando ferran filip filippo finn florian francesco francis francisco franco francois
frank franz fred frederic frederick fritz gabor gabriel gareth gary gaston gavin gavril geoff
georg george georges georgi gerald gerard gerhard gianni gideon gilbert gilles giorgio giovanni
giuseppe glenn gonzalo goran gordon graham greg gregory guido guillaume guillermo gunnar gunther
gustavo guy haakon hakim hamid hamish hamza hans harald haris harold harrison harry hartmut
haruki harvey hasan hashim hassan hector heinrich helmut henri henrik henrique henry herbert
hernan hiroshi horst hosni howard hubert hugh hugo humberto husam hussain hussein ian ibra
ibrahim idris ignacio igor ikechukwu ilya imran ioannis iqbal isaac ishaan ismael ismail issa
ivan ivo iwan jaap jacek jack jacob jacopo jacques jaime jake jakub jamal james janez janos
jared jarek jason jasper javier jay jean jean-claude jean-luc jean-marc jean-paul jean-pierre
jeff jeffrey jens jeremy jerome jerry jesse jesus jim jimmy jiri joachim joao joaquin joe joel
joerg johan johannes john jonas jonathan joost jordi jorge joris jose josef josep joseph josh
joshua josip juan juergen julian julio junichi jurgen justin kaan kai kamal karel karim karl
karol kasper kazuo keir keith kelechi kemal ken kenji kenneth kevin khaled khalid kieran kiran
klaus kofi konrad konstantin kostas kristian kristof krzysztof kumar kurt kwame kyle lachlan
lamine larry lars laszlo laurent lawrence leandro leif lennart leo leon leonard leonardo leonid
leopold leroy lewis liam lionel lloyd lorenzo lothar louis luc luca lucas luciano ludwig luigi
luis luka lukas luke lyle maciej magnus mahdi mahmoud mahmud maksim malcolm mamadou manfred
manoj mansour manu manuel marc marcel marcelo marcin marco marcus marek mario marius mark marko
marlon marten martin marvin marwan massimo mateo mateusz mathias matt matteo matthew matthias
mattias maurice mauricio mauro max mehdi mehmet michael michel miguel mihai mikael mike mikhail
mikko milan milos mirko mitch mitchell mohamed mohammad mohammed mohan mohsen moises morten
moshe moussa muhammad murad murat mustafa naoki narendra nasser nathan nathaniel navid nebojsa
neil nelson nestor niall nicholas nick nicolae nicolas nicolo nidal niels nigel nikita nikola
nikolai nikos nils nnamdi norbert norberto norman obinna octavio olaf olav ole oleg oleksandr
oleksiy oliver olivier olumide omar omer orlando oscar oskar osman osvaldo otto owen pablo
padraig pal panos paolo pascal patricio patrick paul paulo pavel pawel peder pedro pekka per
perry petar peter phil philip philippe pierre pieter pietro piotr prakash preston quentin rachid
radek rafa rafael rafiq raheem rahim rahul rainer raj rajesh rajiv ralph ramesh ramiro ramon
ramzi randall randy raphael rashid rasmus raul ravi ray raymond recep reginald reinhard remi
renato rene reza rhys ricardo richard ricky rico riyad rob robert roberto rodney rodolfo rodrigo
roger roland rolf roman romano ronald ronnie rory ross roy ruairi ruben rudolf rudy rui rupert
ruslan russell ryan saeed said salah salem salim salman salvador salvatore sami samir samson
samuel sanjay santiago satoshi saud saul sayed scott seamus sean sebastian sebastiao selim serge
sergei sergey sergio seth shane shaun shawn shimon shinzo siegfried sigurd simeon simon slobodan
sofiane soren stan stanley stavros stefan steffen sten stepan stephen steve steven stewart
stuart subhash suleiman sunil sven taavi tadeusz takeshi tamas tarek tariq taro tayyip ted
teodor terence terrence terry theo theodore thierry thomas thomaz thorsten tiago tibor tim timo
timothy timur tobias toby todd tom tomas tomasz tomer toni tony torsten toshiro travis trevor
tristan trond tunde tyler tyrone ulf ulrich umar umberto uri usman uwe vaclav valentin vasily
vernon vicente victor vijay vikram viktor viktorio vince vincent vitaly vito vlad vladimir
vladislav volodymyr waleed walid wallace walter ward warren warwick wayne werner wes wesley
wilfred wilhelm will willem william willy wim winston wojciech wolf wolfgang xavier yaakov yahya
yannick yannis yaroslav yasin yasser yehuda yevgeny yiannis yitzhak yoav yohan yosef youssef
yuri yusef yusuf yuval yves zachary zoltan zvi"""
_WOMEN = """abigail ada adaeze adela adele aditi adriana adriane agata agatha agnes agnieszka aicha aileen
aino aisha aislinn akiko alba aleksandra alessandra alessia alexa alexandra alice alicia alina
aline alison alma althea amal amalia amanda amara amber amelia amina amira amrita amy ana anais
anastasia anat andrea andreia aneta angela angelica angelina angelique anika anisa anita anja
anjali ann anna anne anneke anneliese annemarie annette annie annika anouk antje antoinette
antonia anushka aoife apolline arabella ariana arlene arwa asha ashley asma astrid audrey
aurelia aurore ayesha ayse aysha azra barbara barbora beata beatrice beatriz becky belinda
benazir berit bernadette bertha beth bettina betty beverly bianca birgit bonnie brenda bridget
brigitte britta bronwyn caitlin camila camilla candace candice cara carina carla carlotta carly
carmen carol carolina caroline carolyn cassandra catalina catarina caterina catherine cathy
cecilia celeste celia celine chantal charlene charlotte charmaine cheryl chiamaka chiara
chidinma chioma chloe christa christiane christie christina christine cindy claire clara
clarissa claudia claudine clementine colette colleen condoleezza constance consuelo cora
cordelia corinne cornelia cosima courtney cristina cynthia dagmar dahlia daisy daniela danielle
daphne daria dawn deanna debbie deborah debra deirdre delphine denisa denise desiree diana diane
dilma dina diya dolores dominika donna dora doris dorothea dorothee dorothy dunja edith edna
eileen ekaterina elaheh elaine eleanor elena elif elin elina elisabeth elise eliza elizabeth
elke ella ellen ellie elodie eloise elsa elsbeth elvira elzbieta emanuela emilia emilie emily
emine emma emmanuelle erika erin ernestine esmeralda esperanza estelle esther eszter ethel
eugenia eunice eva eve evelyn evgenia ewa fadwa faith farah farida fatima fatma fatou fatoumata
faye federica felicia felicity fernanda fiona flavia flora florence florencia frances francesca
francine francoise freya frida frieda funmilayo gabriela gabriele gabriella gail galina gemma
genevieve georgia georgina geraldine gerda gertrude ghada gillian gina giorgia giovanna gisela
giselle giulia gizem gladys glenda gloria golda gorana grace graciela graziella greta guadalupe
gudrun gulnara gunilla gwen hadiza hala hana hanan hanna hannah hanne harriet hatice hazel
heather hedda hedwig heidi heike helen helena helene helga helle henrietta hilda hilde hillary
hind holly huda ida ilaria ilona ilse imani imelda indira ines inga inge ingeborg inger ingrid
ioana irena irene irina irma isabel isabella isabelle isla ivana ivanka iveta ivonne iwona
jacinda jacinta jacqueline jada jade jamila jana jane janelle janet janice janina jasmine
jeanette jeanne jelena jemima jenna jennie jennifer jenny jessica jill joan joana joanna joanne
jocelyn jodie johanna jolanta josefina josefine josephine joy joyce juanita judith judy julia
juliana juliane julie juliet juliette june justine justyna jyoti kaja kamala karen karin karina
karla karolina kasia katarina katarzyna kate kateryna katharina katherine kathleen kathrin
kathryn kathy katie katja katrin katrina kavita kay kaye kayla keiko keira kemi kerstin khadija
kinga kirsten kirsti klara kristina krystyna kylie lakshmi lana larissa latifa latoya laura
lauren lea leah leila lena leonie leonor leonora leticia leyla lidia lieke liesbeth lila lilian
liliana lillian lily lina linda linnea lisa lisbeth liselotte liv livia liz lola lorena loretta
lorna lorraine lotte louisa louise lourdes lucia luciana lucie lucille lucinda lucy ludmila
luisa luise lulu luz lydia lynn lynne mabel madeleine madina madison mafalda magda magdalena
maggie maja malala mandy manon manuela marcela marcella margaret margarete margarita margherita
margit margot margrethe maria mariam mariama mariana marianne maribel marie marija marika mariko
marilyn marina marine marion marisa marisol marit marjorie marlene marta martha martina mary
maryam masha mathilde matilda maud maude maura maureen mavis maya meera megan mei melanie
melinda melissa mercedes mette michaela michelle mila mildred milena millicent mina mireille
mirela miriam mirjam miroslava moira molly mona monica monika monique muna muriel myriam nabila
nadezhda nadia nadine nadja naima najwa nancy nanette naoko naomi nasrin nastassja natacha
natalia natalie natasha nathalie nawal neha nelly nerys ngozi nia nicola nicole nicolette
nilufar nina nirmala noelle noemi noor nora noreen norma nour odette odile ofelia oksana olga
olivia oona ophelia oriana orla padma paloma pamela pandora paola patience patricia paula
paulina pauline pearl peggy penelope penny petra phoebe phyllis pilar pippa piroska polly pooja
prisca priscilla priya rachel radmila rahel rana rania raquel rasha rashida raya rebecca rebeka
reem regan regina rena renata renate reyhan rhoda rhonda ria ricarda rihanna rima rita roberta
roisin romana romy rosa rosalia rosalie rosalind rosalinda rosanna rosario rose rosemary rosie
roswitha rowena roxana roxanne rubina ruby rukmini runa rupa ruth sabina sabine sabrina sadia
safiya sakura sally salma salome samantha samia samira sandra sanna saoirse sara sarah saskia
selin selma serena sevda shabana shahida shania shanti sharon shauna sheena sheila shelley
shelly shereen sheryl shirin shirley sigrid siham silke silvana silvia silvina simone sinead
siobhan siri slavica snezana sofia sofie solange soledad solveig sonia sonja sophia sophie
soraya stacey stacy stefania stefanie steffi stella stephanie sue sumaya sunita susan susanna
suzanne svenja svetlana swati sybil sylvia tabitha tamar tamara tamsin tanya tara tatiana
tatyana teresa tereza tessa thandiwe thea thelma theresa tiffany tilda tilly tina tomoko tove
tracey trine trudy tuba tuulikki ulla ulrike uma umm una ursel ursula uta valentina valeria
valerie vanessa vanja vasilisa vera veronica veronika vesna vicki vicky victoria viola violeta
virginia vivian vivien vivienne wahida wanda wangari wanjiru wendy wiebke wilhelmina wilma
winifred winnie xenia ximena yael yara yasmin yasmina yelena yesenia yetunde yoko yolanda
yoshiko ysabel yukiko yuko yulia yuliya yvonne zahra zainab zara zehra zeinab zelda zeynep zita
zoe zofia zora zuzana"""

GENDER_OF: dict[str, str] = dict.fromkeys(_MEN.split(), "m") | dict.fromkeys(_WOMEN.split(), "f")
