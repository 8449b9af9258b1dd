import { absent, known } from '../measure.ts'
import { dayOf, monthOf } from './calendar.ts'
import type { Facts } from './facts.ts'
import type { MonthReturn, YearReturn } from './full-statistics.ts'
import type { Notes } from './notes.ts'
import type { CalendarPeriod } from './sampling.ts'

type PeriodReturns = { readonly byMonth: readonly MonthReturn[]; readonly byYear: readonly YearReturn[] }

/** Returns of calendar months and years, from the last mark of the one before; a note's path ends with the entry's index. */
export function periodReturns(facts: Facts, notes: Notes): PeriodReturns {
  return {
    byMonth: entriesOf(facts, notes, 'byMonth', 'month', (day, returnPct) => ({ ...monthOf(day), returnPct })),
    byYear: entriesOf(facts, notes, 'byYear', 'year', (day, returnPct) => ({ year: monthOf(day).year, returnPct })),
  }
}

function entriesOf<Entry>(
  facts: Facts,
  notes: Notes,
  path: string,
  sampling: CalendarPeriod,
  entryOf: (day: number, returnPct: number | null) => Entry,
): Entry[] {
  const { time, values } = facts.changes(sampling)
  return Array.from(time, (at, index) => {
    const value = values[index]!
    const measure = Number.isNaN(value) ? absent('equity is zero or below before it') : known(value * 100)
    return entryOf(dayOf(at), notes.figure(`${path}.${index}.returnPct`, measure))
  })
}
