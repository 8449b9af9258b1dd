import type { MonthReturn, YearReturn } from './statistics-report.ts'

export type YearRow = {
  readonly year: number
  /** January to December; null for a month without a return. */
  readonly months: readonly (number | null)[]
  readonly whole: number | null
}

/** Returns by year and month, the newest year first. */
export function yearRows(byMonth: readonly MonthReturn[], byYear: readonly YearReturn[]): readonly YearRow[] {
  const years = [...new Set([...byMonth, ...byYear].map(({ year }) => year))].sort((a, b) => b - a)
  return years.map((year) => ({
    year,
    months: Array.from({ length: 12 }, (_, index) => {
      return byMonth.find((one) => one.year === year && one.month === index + 1)?.returnPct ?? null
    }),
    whole: byYear.find((one) => one.year === year)?.returnPct ?? null,
  }))
}
