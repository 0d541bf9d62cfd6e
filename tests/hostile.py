"""A case whose words are as bad as they can be; ``QUOTE`` stands for a quote."""

HOSTILE = """
title: 'שלום </title><script>window.hacked=1</script> & "Talks"'
as_of: 2024-03-22
note: '<style>body{display:none}</style> ]]> <!-- -->'
parties:
  a: {name: 'ישראל <img src=x onerror="window.hacked=1">', note: '</bdi></section>'}
  b: {name: "السلطة 'الفلسطينية' \\u202eevil"}
  c: {name: '👩🏽‍🚀🕊️ {{ 7*7 }} & Söhne', role: observer}
issues:
  ground: {name: 'פעולה <b onclick=x>', options: ['<none>', 'major "x"', 'משהו & עוד'], ordered: true}
  wage: {name: W, range: [0, 10], step: 1, unit: '</text><script>'}
rules:
  - {id: r, require: "wage <= 9", note: '<iframe src=//evil.example>'}
sources:
  s: {title: '"><svg onload=x>', publisher: '<p>', url: 'javascript:window.hacked=1', note: '&amp;'}
  t: {title: fine, url: 'https://example.org/?a=1&b="2"'}
statements:
  - {id: one, party: a, on: 2024-03-20, source: s, by: '<u>', requires: "ground == 'major \\"x\\"'",
     quote: QUOTE, note: '--> <script>window.hacked=1</script>', firmness: 0.5}
  - {id: שתיים, party: b, on: 2024-03-21, source: t, rejects: "ground >= 'major \\"x\\"'",
     quote: 'قال: «لن نقبل» <script>window.hacked=1</script>'}
  - {id: three, party: b, on: 2024-03-21, position: {wage: 9}}
  - {id: four, party: a, on: 2024-03-21, offers: {wage: 2}}
"""
