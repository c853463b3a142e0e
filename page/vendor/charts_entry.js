// The part of ECharts that desvio's charts use; scripts/vendor_page.sh bundles it into vendor/charts.js, a global `echarts`.
import * as core from 'echarts/core';
import { BarChart, CustomChart, HeatmapChart, LineChart, MapChart, SankeyChart, ScatterChart } from 'echarts/charts';
import {
  AriaComponent, DatasetComponent, GeoComponent, GridComponent, LegendComponent, MarkLineComponent, MarkPointComponent,
  TitleComponent, TooltipComponent, VisualMapComponent,
} from 'echarts/components';
import { LabelLayout } from 'echarts/features';
import { SVGRenderer } from 'echarts/renderers';

core.use([
  BarChart, CustomChart, HeatmapChart, LineChart, MapChart, SankeyChart, ScatterChart,
  AriaComponent, DatasetComponent, GeoComponent, GridComponent, LegendComponent, MarkLineComponent, MarkPointComponent,
  TitleComponent, TooltipComponent, VisualMapComponent, LabelLayout, SVGRenderer,
]);

export * from 'echarts/core';
