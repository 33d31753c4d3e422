import { CustomChart, LineChart, ScatterChart } from 'echarts/charts'
import {
  GraphicComponent,
  GridComponent,
  MarkLineComponent,
  MarkPointComponent,
  TooltipComponent,
} from 'echarts/components'
import { init, use, type EChartsCoreOption } from 'echarts/core'
import { SVGRenderer } from 'echarts/renderers'

/** Only the parts of echarts that the studio's charts use; SVG, so that a picture on paper is the picture on screen. */
export function setUpCharts(): void {
  use([
    LineChart,
    ScatterChart,
    CustomChart,
    GridComponent,
    TooltipComponent,
    MarkLineComponent,
    MarkPointComponent,
    GraphicComponent,
    SVGRenderer,
  ])
}

/** A chart as the text of an SVG picture, drawn without a page. Sizes in pixels. */
export function svgOfOption(option: EChartsCoreOption, width: number, height: number): string {
  const chart = init(null, null, { renderer: 'svg', ssr: true, width, height })
  try {
    chart.setOption(option)
    return chart.renderToSVGString()
  } finally {
    chart.dispose()
  }
}
