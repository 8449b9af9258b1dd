/** A plain decimal number as files write it: `12`, `-0.5`, `.5`, `5.`, `1e-7`. No separators, no hexadecimal, no words. */
export function isDecimal(text: string): boolean {
  return /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/.test(text)
}

/** Powers of ten that a double holds exactly. */
export const EXACT_POWERS_OF_TEN: Float64Array = Float64Array.from({ length: 23 }, (_, power) => Number(`1e${power}`))

/** Below this, every whole number is a double, so digits can be gathered one by one without rounding. */
export const EXACT_WHOLE_LIMIT: number = 2 ** 53

/** Why a cell is not a number, in words that help to repair the file. */
export function explainNotDecimal(text: string): string {
  if (text === '') return 'is empty'
  if (/^(nan|null|none|na|n\/a|-+)$/i.test(text)) return 'is a missing value: remove the row or fill it'
  if (/^[+-]?(inf|infinity)$/i.test(text)) return 'is not a finite number'
  if (/^[+-]?\d{1,3}(,\d{3})+(\.\d*)?$/.test(text)) return 'has thousands separators: write digits alone'
  if (/^[+-]?\d+,\d+$/.test(text)) return 'has a decimal comma: write a point'
  return 'is not a number'
}
