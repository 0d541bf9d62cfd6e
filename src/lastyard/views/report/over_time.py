"""How the talks went over time: charts, and the same in words and figures."""

from __future__ import annotations

from lastyard.analyses.report import Report
from lastyard.analyses.timeline import Timeline
from lastyard.views.charts import agreement_svg, gaps_svg, packages_svg
from lastyard.views.report.content import Block, Paragraph, Picture, Section
from lastyard.views.report.phrases import adopted
from lastyard.views.report.reasons import explained, rests_on_finding
from lastyard.views.timeline import timeline_blocks
from lastyard.views.wording import count_of, day_in_words

__all__ = ["timeline_section"]


def timeline_section(report: Report) -> Section:
    """Return charts and trends; nothing where all was said on one day."""
    found = report.timeline
    title = "Over time"
    if found is None or len(found.points) < 2 or found.start is None or found.end is None:
        return Section("time", title)
    remark = (
        f"{count_of(len(found.points), 'day')} on which something changed, "
        f"{day_in_words(found.start)} to {day_in_words(found.end)}"
    )
    blocks: list[Block] = [*_charts(found), *adopted(report.case, timeline_blocks(found))]
    ids = [each.id for each in explained(report) if each.kind == "trend"]
    if ids:
        blocks.append(Paragraph(rests_on_finding(ids)))
    return Section("time", title, blocks, remark)


def _charts(found: Timeline) -> list[Picture]:
    """Draw what is known on two days or more; the figures stand in the table below."""
    below = "; the table below has the figures"
    charts = []
    if any(gap.by_position is not None or gap.by_commitment is not None for point in found.points
           for issue in point.issues.values() for gap in issue.gaps):  # fmt: skip
        charts.append(Picture(gaps_svg(found), f"Chart: mean gap by issue over time{below}."))
    if sum(point.packages is not None for point in found.points) > 1:
        told = "Chart: packages that satisfy everything, over time"
        charts.append(Picture(packages_svg(found), f"{told}{below}."))
    if sum(point.agreement.index is not None for point in found.points) > 1:
        told = "Chart: agreement index of the best package, over time"
        charts.append(Picture(agreement_svg(found), f"{told}{below}."))
    return charts
