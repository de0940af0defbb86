"""Charts as plain numbers for SVG, drawn by templates/components/chart_bars.html and chart_columns.html.

Bars are as long as letters are high: all lengths across are per cent and all heights are em, so that
a chart is read at 320 pixels, enlarged, in the dark and on paper.
"""

from portal.site.charts.bars import BarChart, bar_chart
from portal.site.charts.columns import ColumnChart, column_chart

__all__ = ["BarChart", "ColumnChart", "bar_chart", "column_chart"]
