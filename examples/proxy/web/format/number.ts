/** A value that does not exist; the reason stands beside it. */
export const NOTHING = '—'

const grouped = (minimum: number, maximum: number): Intl.NumberFormat =>
  new Intl.NumberFormat('en-US', { minimumFractionDigits: minimum, maximumFractionDigits: maximum })

const twoPlaces = grouped(2, 2)
const upToEight = grouped(0, 8)
const whole = grouped(0, 0)
const compact = new Intl.NumberFormat('en-US', { notation: 'compact', maximumSignificantDigits: 3 })

/** A true minus sign has the width of a plus, so columns stay in line. */
const withMinus = (text: string): string => text.replace('-', '−')

export const formatCount = (value: number): string => withMinus(whole.format(value))
export const formatRatio = (value: number): string => withMinus(twoPlaces.format(value))
export const formatCompact = (value: number): string => withMinus(compact.format(value))

/** 12.3 → "12.30 %", with a space that does not break. */
export const formatPercent = (value: number): string => `${withMinus(twoPlaces.format(value))}\u00a0%`

/** As formatPercent, with the sign of a gain written out. */
export const formatSignedPercent = (value: number): string =>
  value > 0 ? `+${formatPercent(value)}` : formatPercent(value)

/** Money to two places for reading; the download keeps every digit. */
export const formatMoney = (value: string | number): string => withMinus(twoPlaces.format(Number(value)))

export const formatQuantity = (value: string): string => withMinus(upToEight.format(Number(value)))

const LARGE_PRICE = 10_000

/** A price on an axis: what lies behind the point of a large one is noise there. */
export const formatPrice = (value: number): string =>
  withMinus((Math.abs(value) >= LARGE_PRICE ? whole : twoPlaces).format(value))
