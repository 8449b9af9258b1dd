import type { FormField } from './schema-form.ts'

const number = (name: string, label: string, initial: string, help: string, maximum: number | null): FormField => ({
  name,
  label,
  help,
  kind: 'number',
  initial,
  minimum: 0,
  maximum,
  exclusiveMinimum: null,
  exclusiveMaximum: null,
  choices: [],
  unset: null,
})

const HIGHEST_FEE_RATE = 0.1
const MOST_SLIPPAGE_BPS = 1_000

/** The world the strategy trades in; the defaults are the engine's own. */
export const ACCOUNT_FIELDS: readonly FormField[] = [
  {
    ...number('initialCash', 'Starting cash', '100000', 'Quote currency', null),
    minimum: null,
    exclusiveMinimum: 0,
  },
  number('makerFeeRate', 'Maker fee rate', '0.001', '0.001 is 0.1 %', HIGHEST_FEE_RATE),
  number('takerFeeRate', 'Taker fee rate', '0.001', '0.001 is 0.1 %', HIGHEST_FEE_RATE),
  number('slippageBps', 'Slippage', '0', 'Basis points, 100 is 1 %', MOST_SLIPPAGE_BPS),
]

/** Where each field stands in the body, which is also how the executor names it when it refuses one. */
export const ACCOUNT_PATHS: Readonly<Record<string, string>> = {
  initialCash: 'settings.account.initialCash',
  makerFeeRate: 'settings.account.makerFeeRate',
  takerFeeRate: 'settings.account.takerFeeRate',
  slippageBps: 'settings.execution.slippageBps',
}

/** The account part of the settings, by path. Amounts go as they were typed, so that no digit is lost in a double. */
export function accountOf(texts: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  const entries = ACCOUNT_FIELDS.map(({ name, initial }) => {
    const path = (ACCOUNT_PATHS[name] ?? name).replace('settings.', '')
    return [path, (texts[name] ?? initial).trim()] as const
  })
  return Object.fromEntries(entries)
}
