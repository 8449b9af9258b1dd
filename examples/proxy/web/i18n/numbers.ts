import type { Language } from '../state/language.ts'

/** A value that does not exist; the reason stands beside it. */
export const NOTHING = '—'

/** A true minus sign has the width of a plus, so columns stay in line. */
const withMinus = (text: string): string => text.replace('-', '−')

const TAGS: Readonly<Record<Language, string>> = { en: 'en-GB', tr: 'tr-TR' }
const LARGE_PRICE = 10_000

/** Decimal strings go to Intl as they are: it rounds them without the loss of a double. */
type Amount = number | string

/** Figures of a run as a language writes them. */
export type Figures = {
  readonly count: (value: number) => string
  /** With two places. */
  readonly ratio: (value: number) => string
  /** "1.23M", for an axis. */
  readonly compact: (value: number) => string
  /** 12.3 → "12.30%": the value is in percent already. */
  readonly percent: (value: number) => string
  /** As percent, with the sign of a gain written out. */
  readonly signedPercent: (value: number) => string
  /** Money to two places for reading; the download keeps every digit. */
  readonly money: (value: Amount) => string
  readonly quantity: (value: string) => string
  /** A price on an axis: what lies behind the point of a large one is noise there. */
  readonly axisPrice: (value: number) => string
  /** Milliseconds in the two largest units that count: "2 y 40 d", "3 h 12 min", "85 ms". */
  readonly duration: (durationMs: number) => string
}

const DAY_MS = 86_400_000
const UNIT_MS = [365 * DAY_MS, DAY_MS, 3_600_000, 60_000, 1_000] as const
const UNITS: Readonly<Record<Language, readonly string[]>> = {
  en: ['y', 'd', 'h', 'min', 's', 'ms'],
  tr: ['yıl', 'gün', 'sa', 'dk', 'sn', 'ms'],
}

function writeDuration(durationMs: number, units: readonly string[]): string {
  let rest = durationMs
  const parts: string[] = []
  for (const [index, size] of UNIT_MS.entries()) {
    const count = Math.floor(rest / size)
    if (count > 0 && parts.length < 2) parts.push(`${count} ${units[index]}`)
    rest -= count * size
  }
  return parts.length === 0 ? `${Math.round(durationMs)} ${units.at(-1)}` : parts.join(' ')
}

function createFigures(language: Language): Figures {
  const format = (options: Intl.NumberFormatOptions): ((value: Amount) => string) => {
    const { format: write } = new Intl.NumberFormat(TAGS[language], options)
    return (value) => withMinus(write(value as Intl.StringNumericLiteral))
  }
  const two = { minimumFractionDigits: 2, maximumFractionDigits: 2 } as const
  const money = format(two)
  const whole = format({ maximumFractionDigits: 0 })
  const percent = format({ ...two, style: 'percent' })
  const signed = format({ ...two, style: 'percent', signDisplay: 'exceptZero' })
  return {
    count: whole,
    ratio: money,
    compact: format({ notation: 'compact', maximumSignificantDigits: 3 }),
    percent: (value) => percent(value / 100),
    signedPercent: (value) => signed(value / 100),
    money,
    quantity: format({ maximumFractionDigits: 8 }),
    axisPrice: (value) => (Math.abs(value) >= LARGE_PRICE ? whole : money)(value),
    duration: (durationMs) => writeDuration(durationMs, UNITS[language]),
  }
}

const figures = new Map<Language, Figures>()

/** Made once for each language: an Intl formatter costs more to make than to use a thousand times. */
export function figuresOf(language: Language): Figures {
  const known = figures.get(language) ?? createFigures(language)
  figures.set(language, known)
  return known
}
