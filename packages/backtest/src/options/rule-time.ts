const ISO_TIME = /^(\d{4}-\d\d-\d\d)(?:T(\d\d:\d\d)(:\d\d)?Z?)?$/

/**
 * Epoch milliseconds of a time given as such or as ISO 8601 in UTC: `2024-03-01`, `2024-03-01T10:00`,
 * `2024-03-01T10:00:00Z`. `null` for anything else.
 */
export function readFrom(from: number | string): number | null {
  if (typeof from === 'number') return Number.isSafeInteger(from) ? from : null
  const match = ISO_TIME.exec(from)
  if (match === null) return null
  const [, date, minutes = '00:00', seconds = ':00'] = match
  const time = Date.parse(`${date}T${minutes}${seconds}Z`)
  // The 30th of February and 24:00 are read as the day after.
  return Number.isNaN(time) || !new Date(time).toISOString().startsWith(`${date}T${minutes}`) ? null : time
}
