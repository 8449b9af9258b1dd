import type { Format } from '../../../i18n/format.ts'

const AMOUNT = /^(-?)(\d+)(?:\.(\d+))?$/

/** A decimal string with its thousands parted and every digit kept; no double is in between. Other text stays as it is. */
export function amountText(amount: string, format: Format): string {
  const [, sign = '', whole, fraction] = AMOUNT.exec(amount) ?? []
  if (whole === undefined) return amount
  const point = format.decimal(0.1, 1).charAt(1)
  const separator = format.count(10_000).replace(/\d/g, '')
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, separator)
  return `${sign === '' ? '' : '−'}${grouped}${fraction === undefined ? '' : `${point}${fraction}`}`
}
