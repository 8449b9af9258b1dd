/** Epoch ms as a UTC date, with the time of day when `withTime`. The same in every language: it can be sorted and pasted. */
export function formatTime(time: number, withTime: boolean): string {
  const iso = new Date(time).toISOString()
  return withTime ? `${iso.slice(0, 10)} ${iso.slice(11, 16)}` : iso.slice(0, 10)
}

/** Whether candles of this interval ("1m", "4h", "1d") need a time of day in their labels. */
export const hasTimeOfDay = (interval: string): boolean => /^\d+(s|m|h)$/.test(interval)
