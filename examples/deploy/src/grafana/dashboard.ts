/** One line of a panel. */
export type Query = {
  readonly expr: string
  /** What the legend says; `{{label}}` is filled in. */
  readonly legend: string
}

/** What Grafana calls the unit of an axis. */
type Unit = 'short' | 'ms' | 's' | 'percentunit' | 'reqps' | 'bytes' | 'bool_yes_no'

export type Panel = {
  readonly title: string
  /** One sentence that explains the panel to a first-time reader. */
  readonly description: string
  readonly type: 'timeseries' | 'stat'
  readonly unit: Unit
  readonly queries: readonly Query[]
  /** From here on the value is red. With `below`, from here down. */
  readonly bad?: { readonly value: number; readonly below?: boolean }
}

export type Row = { readonly title: string; readonly panels: readonly Panel[] }

export type Dashboard = { readonly uid: string; readonly title: string; readonly rows: readonly Row[] }

const COLUMNS = 24
const STAT_HEIGHT = 4
const SERIES_HEIGHT = 8
/** The variable by which the data source is chosen, so that the file fits every Grafana. */
const DATA_SOURCE = { type: 'prometheus', uid: '$datasource' }

type Grid = { readonly h: number; readonly w: number; readonly x: number; readonly y: number }

/** The JSON that Grafana's file provisioning reads. The same dashboard gives the same bytes. */
export function renderDashboard({ uid, title, rows }: Dashboard): string {
  const panels: object[] = []
  let y = 0
  for (const row of rows) {
    panels.push(rowPanel(row.title, panels.length + 1, y++))
    const width = Math.floor(COLUMNS / row.panels.length)
    const height = Math.max(...row.panels.map(({ type }) => (type === 'stat' ? STAT_HEIGHT : SERIES_HEIGHT)))
    for (const [column, panel] of row.panels.entries()) {
      panels.push(panelJson(panel, panels.length + 1, { h: height, w: width, x: column * width, y }))
    }
    y += height
  }
  return `${JSON.stringify({ ...FRAME, uid, title, panels }, null, 2)}\n`
}

/** What every dashboard has in common. */
const FRAME = {
  schemaVersion: 39,
  editable: false,
  refresh: '10s',
  time: { from: 'now-1h', to: 'now' },
  tags: ['tezgah'],
  templating: { list: [{ name: 'datasource', label: 'Data source', type: 'datasource', query: 'prometheus' }] },
}

function rowPanel(title: string, id: number, y: number): object {
  return { id, type: 'row', title, collapsed: false, panels: [], gridPos: { h: 1, w: COLUMNS, x: 0, y } }
}

function panelJson(panel: Panel, id: number, gridPos: Grid): object {
  const { title, description, type, unit, queries } = panel
  return {
    id,
    type,
    title,
    description,
    gridPos,
    datasource: DATA_SOURCE,
    fieldConfig: { defaults: { unit, min: 0, thresholds: { mode: 'absolute', steps: steps(panel) } }, overrides: [] },
    targets: queries.map(({ expr, legend }, index) => ({
      refId: String.fromCharCode('A'.charCodeAt(0) + index),
      datasource: DATA_SOURCE,
      expr,
      legendFormat: legend,
    })),
  }
}

function steps({ bad }: Panel): object[] {
  if (bad === undefined) return [{ color: 'green', value: null }]
  const [first, then] = bad.below ? ['red', 'green'] : ['green', 'red']
  return [
    { color: first, value: null },
    { color: then, value: bad.value },
  ]
}
