import { type Fields, isFields, type RunInputs } from '../../../api/documents.ts'
import { ACCOUNT_PATHS } from './account-fields.ts'
import { nested } from './assumption-fields.ts'

type Texts = Readonly<Record<string, string>>

/** Initial values of the fields of a form. */
export type FormStart = {
  readonly strategy: string
  readonly datasets: readonly string[]
  readonly detail: readonly string[]
  readonly params: Texts
  readonly account: Texts
  readonly assumptions: Texts
  /** Settings of the run that the form has no fields for: they are sent again as they were. */
  readonly kept: Fields
}

/** `{ account: { feeRate: 1 } }` → `{ 'account.feeRate': 1 }`; lists are values. */
export function flattened(settings: Fields, prefix = ''): Fields {
  const entries = Object.entries(settings).flatMap(([key, value]): (readonly [string, unknown])[] =>
    isFields(value) ? Object.entries(flattened(value, `${prefix}${key}.`)) : [[`${prefix}${key}`, value]],
  )
  return Object.fromEntries(entries)
}

const ACCOUNT_NAMES = new Map(
  Object.entries(ACCOUNT_PATHS).map(([name, path]) => [path.replace('settings.', ''), name]),
)

/** Two ways to write one thing: as the form has it. */
function asTheFormHasIt(values: Fields): Fields {
  const result: Record<string, unknown> = { ...values }
  const feeRate = result['account.feeRate']
  if (feeRate !== undefined) {
    result['account.makerFeeRate'] ??= feeRate
    result['account.takerFeeRate'] ??= feeRate
    delete result['account.feeRate']
  }
  if (result['execution.slippage.model'] === 'basisPoints' && result['execution.slippage.bps'] !== undefined) {
    result['execution.slippageBps'] = result['execution.slippage.bps']
    delete result['execution.slippage.model']
    delete result['execution.slippage.bps']
  }
  // Every run has this value by default.
  if (result['seed'] === 0) delete result['seed']
  return result
}

const textOf = (value: unknown): string => (value === true ? 'yes' : String(value))

/** The form as it was when this run was started; `offered` are the paths of the assumptions it has fields for. */
export function formStartOf(inputs: RunInputs, offered: readonly string[]): FormStart {
  const account: Record<string, string> = {}
  const assumptions: Record<string, string> = {}
  const kept: Record<string, unknown> = {}
  const settings = asTheFormHasIt(flattened(inputs.settings))
  for (const [path, value] of Object.entries(settings)) {
    const name = ACCOUNT_NAMES.get(path)
    if (name !== undefined) account[name] = String(value)
    else if (!offered.includes(path)) kept[path] = value
    else if (value !== false) assumptions[path] = textOf(value)
  }
  return {
    strategy: inputs.strategy,
    datasets: inputs.datasets,
    detail: inputs.detail,
    params: Object.fromEntries(Object.entries(inputs.params).map(([name, value]) => [name, String(value)])),
    account,
    assumptions,
    kept,
  }
}

/** The settings to send: what the fields say, and what was kept. */
export function settingsOf(fields: Fields, kept: Fields): Fields {
  const values: Record<string, unknown> = { ...kept, ...fields }
  // A model of slippage of its own and basis points rule each other out; what was kept is what the run had.
  if ('execution.slippage.model' in kept) delete values['execution.slippageBps']
  return nested(values)
}
