import type { FormField } from '../../../ui/schema-form.ts'
import type { FormMessages } from './messages.ts'

type Texts = Readonly<Record<string, string>>

const HIGHEST_FEE_RATE = 0.1
const MOST_SLIPPAGE_BPS = 1_000

/** Name, the engine's own default, and the highest value. */
const FIELDS: readonly (readonly [name: string, initial: string, maximum: number | null])[] = [
  ['initialCash', '100000', null],
  ['makerFeeRate', '0.001', HIGHEST_FEE_RATE],
  ['takerFeeRate', '0.001', HIGHEST_FEE_RATE],
  ['slippageBps', '0', MOST_SLIPPAGE_BPS],
]

/** The world the strategy trades in. */
export function accountFields({ labels, helps }: Pick<FormMessages, 'labels' | 'helps'>): readonly FormField[] {
  return FIELDS.map(([name, initial, maximum]) => ({
    name,
    label: labels[name] ?? name,
    help: helps[name] ?? null,
    kind: 'number',
    initial,
    minimum: name === 'initialCash' ? null : 0,
    maximum,
    exclusiveMinimum: name === 'initialCash' ? 0 : null,
    exclusiveMaximum: null,
    choices: [],
    unset: null,
  }))
}

/** Where each field stands in the body, which is also how the executor names it when it refuses one. */
export const ACCOUNT_PATHS: Readonly<Record<string, string>> = {
  initialCash: 'settings.account.initialCash',
  makerFeeRate: 'settings.account.makerFeeRate',
  takerFeeRate: 'settings.account.takerFeeRate',
  slippageBps: 'settings.execution.slippageBps',
}

/** The account part of the settings, by path. Amounts go as they were typed, so that no digit is lost in a double. */
export function accountOf(texts: Texts): Texts {
  const entries = FIELDS.map(([name, initial]) => {
    const path = (ACCOUNT_PATHS[name] ?? name).replace('settings.', '')
    return [path, (texts[name] ?? initial).trim()] as const
  })
  return Object.fromEntries(entries)
}
