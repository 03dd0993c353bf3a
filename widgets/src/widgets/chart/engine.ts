import { BarChart, LineChart } from 'echarts/charts';
import { GridComponent, MarkLineComponent, TooltipComponent } from 'echarts/components';
import { type ECharts, init, use } from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';
import type { ChartOption } from './option.ts';

use([BarChart, LineChart, GridComponent, MarkLineComponent, TooltipComponent, SVGRenderer]);

export type { ECharts };

/** An empty chart in a box that has a size. */
export function createChart(box: HTMLElement): ECharts {
  return init(box, null, { renderer: 'svg' });
}

/** Shows another state of the chart in the same instance. */
export function drawChart(chart: ECharts, option: ChartOption): void {
  chart.setOption(option, { replaceMerge: ['series'], silent: true });
}
