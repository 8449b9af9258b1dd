export { type Amount, formatAmount, parseAmount } from './amount.ts'
export { hashJson } from './hash.ts'
