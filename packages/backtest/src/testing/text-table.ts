/** Rows that a failure message shows at most: enough to see what happened, few enough to read. */
const MAX_ROWS = 12

export type TextTable = {
  readonly title: string
  readonly columns: readonly string[]
  /** Cells by row; `null` is shown as a dash. */
  readonly rows: readonly (readonly (string | number | null)[])[]
  /** Row around which a long table is cut; default the first. */
  readonly around?: number
}

/** `fills (2):` and the rows below it in aligned columns, numbers to the right; without columns in which nothing stands. */
export function textTable(table: TextTable): string {
  const { title, columns, rows, around = 0 } = withoutEmptyColumns(table)
  if (rows.length === 0) return `${title}: none`
  const first = Math.max(0, Math.min(around - MAX_ROWS / 2, rows.length - MAX_ROWS))
  const shown = rows
    .slice(first, first + MAX_ROWS)
    .map((row) => row.map((cell) => (cell === null ? '-' : String(cell))))
  const widths = columns.map((name, column) => Math.max(name.length, ...shown.map((row) => row[column]!.length)))
  const isNumeric = columns.map((_, column) => shown.every((row) => /^-?[\d.]+$|^-$/.test(row[column]!)))
  const line = (cells: readonly string[]): string => {
    const padded = cells.map((cell, column) =>
      isNumeric[column] ? cell.padStart(widths[column]!) : cell.padEnd(widths[column]!),
    )
    return `  ${padded.join('  ').trimEnd()}`
  }
  const left = rows.length - first - shown.length
  return [
    `${title} (${rows.length}):`,
    line(columns),
    ...(first > 0 ? [`  … ${first} earlier`] : []),
    ...shown.map(line),
    ...(left > 0 ? [`  … ${left} more`] : []),
  ].join('\n')
}

function withoutEmptyColumns(table: TextTable): TextTable {
  const isUsed = table.columns.map((_, column) => table.rows.some((row) => row[column] !== null))
  return {
    ...table,
    columns: table.columns.filter((_, column) => isUsed[column]),
    rows: table.rows.map((row) => row.filter((_, column) => isUsed[column])),
  }
}
