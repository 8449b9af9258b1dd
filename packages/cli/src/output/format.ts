const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const DAY_MS = 24 * HOUR_MS
const YEAR_DAYS = 365

/** What stands for a number that does not exist. */
export const NOTHING = '–'

/** `1234.5` → `1,234.50`. Written out, since a locale would make the output differ from machine to machine. */
export function formatNumber(value: number, decimals: number): string {
  const [whole = '', fraction] = Math.abs(value).toFixed(decimals).split('.')
  // Beyond 1e21 toFixed writes an exponent, which has no thousands to group.
  const grouped = /^\d+$/.test(whole) ? whole.replace(/\B(?=(?:\d{3})+$)/g, ',') : whole
  const text = fraction === undefined ? grouped : `${grouped}.${fraction}`
  return value < 0 && /[1-9]/.test(text) ? `-${text}` : text
}

/** A ratio with two decimals. */
export function formatRatio(value: number | null): string {
  return value === null ? NOTHING : formatNumber(value, 2)
}

/** `12.5` → `12.50 %`. */
export function formatPercent(value: number | null): string {
  return value === null ? NOTHING : `${formatNumber(value, 2)} %`
}

/** `12.5` → `+12.50 %`: for what can be gained and lost. */
export function formatChange(value: number | null): string {
  return value === null ? NOTHING : `${value > 0 ? '+' : ''}${formatPercent(value)}`
}

/** An exact amount, shown with two decimals. */
export function formatMoney(amount: string): string {
  return formatNumber(Number(amount), 2)
}

/** The two largest units of a duration, the second where there is any of it: `2y 30d`, `3d 4h`, `5h`, `7m`. */
export function formatDuration(durationMs: number | null): string {
  if (durationMs === null) return NOTHING
  const days = Math.floor(durationMs / DAY_MS)
  const hours = Math.floor((durationMs % DAY_MS) / HOUR_MS)
  const minutes = Math.floor((durationMs % HOUR_MS) / MINUTE_MS)
  if (days >= YEAR_DAYS) return units(Math.floor(days / YEAR_DAYS), 'y', days % YEAR_DAYS, 'd')
  if (days > 0) return units(days, 'd', hours, 'h')
  return hours > 0 ? units(hours, 'h', minutes, 'm') : `${minutes}m`
}

function units(large: number, largeUnit: string, small: number, smallUnit: string): string {
  return small === 0 ? `${large}${largeUnit}` : `${large}${largeUnit} ${small}${smallUnit}`
}

/** `2000-01-03`, with the time of day where candles are shorter than a day. */
export function formatTime(time: number, intervalMs: number): string {
  const iso = new Date(time).toISOString()
  return intervalMs < DAY_MS ? iso.slice(0, 16).replace('T', ' ') : iso.slice(0, 10)
}
