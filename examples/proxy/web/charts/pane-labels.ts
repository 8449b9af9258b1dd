import type { IChartApi } from 'lightweight-charts'

/** Writes a name into the corner of each pane, and keeps it there when the chart changes size. Returns its undo. */
export function labelPanes(host: HTMLElement, chart: IChartApi, names: readonly string[]): () => void {
  const labels = names.map((name) => {
    const label = document.createElement('span')
    label.className = 'pane-label'
    label.textContent = name
    host.append(label)
    return label
  })
  const place = (): void => {
    const top = host.getBoundingClientRect().top
    for (const [index, pane] of chart.panes().entries()) {
      const row = pane.getHTMLElement()
      const label = labels[index]
      if (row !== null && label !== undefined) label.style.top = `${row.getBoundingClientRect().top - top + 6}px`
    }
  }
  const observer = new ResizeObserver(() => requestAnimationFrame(place))
  observer.observe(host)
  return () => {
    observer.disconnect()
    for (const label of labels) label.remove()
  }
}
