/** Longest piece of a received value that an error message repeats. */
const QUOTED_LENGTH = 40

/** A received value as an error message shows it, cut to 40 characters. */
export function quote(value: unknown): string {
  const text = typeof value === 'string' ? value : String(value)
  const cut = text.length > QUOTED_LENGTH ? `${text.slice(0, QUOTED_LENGTH)}…` : text
  return typeof value === 'string' ? JSON.stringify(cut) : cut
}

/** A time as an error message shows it: the number, and the moment it stands for where there is one. */
export function describeTime(time: number): string {
  const moment = new Date(time)
  return Number.isNaN(moment.getTime()) ? String(time) : `${time} (${moment.toISOString()})`
}
