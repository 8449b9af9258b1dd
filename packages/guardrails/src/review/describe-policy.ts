import type { LimitsOf } from '../policies/kinds.ts'
import type { PolicyData } from '../policies/policy-set.ts'

type Sentences = { readonly [Kind in keyof LimitsOf]: (limits: LimitsOf[Kind]) => string }

/** What each kind holds against an order, in words that follow "refuses". */
const sentences: Sentences = {
  maxQuantity: ({ maxQuantity }) => `an order of more than ${maxQuantity} in base currency`,
  maxNotional: ({ maxNotional, currency }) => `an order worth more than ${maxNotional} ${currency}`,
  maxSymbolExposure: ({ maxExposure, currency }) =>
    `an order that could make its symbol's position worth more than ${maxExposure} ${currency}, working orders included`,
  maxTotalExposure: ({ maxExposure, currency }) =>
    `an order that could make all positions together worth more than ${maxExposure} ${currency}, working orders included`,
  positionLimit: ({ maxPosition }) =>
    `an order that could make the position larger than ${maxPosition} in base currency, working orders included`,
  maxLeverage: ({ maxLeverage, currency }) =>
    `an order that asks for more leverage than ${maxLeverage}, or could make everything held worth more than ${maxLeverage} times the equity in ${currency}`,
  maxOpenOrders: ({ maxTotal, maxPerSymbol }) =>
    `an order that would be one of more than ${either([maxTotal, 'open'], [maxPerSymbol, 'open of its symbol'])}`,
  priceCollar: ({ maxFraction, reference }) =>
    `a price further than ${maxFraction} from ${reference === 'mid' ? 'the middle of bid and ask' : 'the last price'}, as a fraction of it`,
  marketMinimum: () => "an order off the market's lot or tick size, or below its minimum value",
  balance: ({ feeFraction }) =>
    `an order that the free balance does not cover, with a fee of ${feeFraction} of the value of a buy`,
  orderRate: ({ maxOrders, windowMs }) => `an order that would be one of more than ${maxOrders} in ${time(windowMs)}`,
  orderToTradeRatio: ({ maxRatio, freeOrders, windowMs }) =>
    `an order beyond the first ${freeOrders} in ${time(windowMs)} that would make more than ${maxRatio} for each execution`,
  duplicateOrder: ({ windowMs }) =>
    `an order that equals one of the last ${time(windowMs)}, or has the id of an open one`,
  dailyLoss: ({ maxLoss, maxFraction, utcOffsetMinutes }) =>
    `an order after equity fell by more than ${loss(maxLoss, maxFraction)} since midnight, ${utcOffsetMinutes ?? 0} minutes ahead of UTC`,
  rollingLoss: ({ maxLoss, maxFraction, windowMs }) =>
    `an order after equity fell by more than ${loss(maxLoss, maxFraction)} from its highest in ${time(windowMs)}`,
  maxDrawdown: ({ maxLoss, maxFraction }) =>
    `an order after equity fell by more than ${loss(maxLoss, maxFraction)} from its highest ever`,
  consecutiveLosses: ({ losses, windowMs, coolDownMs, scope }) =>
    `an order for ${time(coolDownMs)} after ${losses} losing trades in a row ${within(windowMs, scope)}`,
  stopLossGuard: ({ stops, windowMs, coolDownMs, scope }) =>
    `an order for ${time(coolDownMs)} after ${stops} stop-loss exits ${within(windowMs, scope)}`,
  coolDown: ({ coolDownMs }) => `an order for ${time(coolDownMs)} after a trade of its symbol was closed`,
  dataFreshness: ({ maxMarketAgeMs, maxClockErrorMs, maxAccountAgeMs, maxIntentAgeMs }) =>
    `an order on prices older than ${time(maxMarketAgeMs)}${ageOf(maxAccountAgeMs, 'an account')}${ageOf(maxIntentAgeMs, 'a decision')}, or with a clock that may be off by more than ${time(maxClockErrorMs)}`,
  spreadLimit: ({ maxFraction }) => `an order while bid and ask are further apart than ${maxFraction} of their middle`,
  volatilityLimit: ({ maxFraction, windowMs }) =>
    `an order after the price moved by more than ${maxFraction} of its lowest in ${time(windowMs)}`,
  allowedSymbols: ({ allow }) => `an order of another symbol than ${allow.join(', ') || 'none'}`,
  tradingHours: ({ windows, utcOffsetMinutes }) =>
    `an order outside of ${windows.map(({ weekdays, from, to }) => `${from} to ${to} on weekdays ${weekdays.join(', ')}`).join(' and ')}, ${utcOffsetMinutes ?? 0} minutes ahead of UTC`,
}

/** One plain sentence on what a policy does. For people: its wording may change. */
export function describePolicy(policy: PolicyData): string {
  const { name, mode, onBreach, symbols, exemptReducing } = policy
  const asks = onBreach === 'needsApproval' ? 'asks a person about' : 'refuses'
  const verb = mode === 'shadow' ? `only reports, and else ${asks}` : asks
  const whose = symbols === undefined || symbols === 'all' ? '' : `, for ${symbols.join(', ')} alone`
  const what = (sentences[policy.kind] as (limits: PolicyData) => string)(policy)
  return `${name} ${verb} ${what}${whose}${exemptReducing === true ? '; orders that only shrink a position pass' : ''}.`
}

function within(windowMs: number, scope: 'symbol' | 'all'): string {
  return `of ${scope === 'all' ? 'any symbol' : 'its symbol'} in ${time(windowMs)}`
}

function ageOf(ms: number | undefined, what: string): string {
  return ms === undefined ? '' : `, ${what} older than ${time(ms)}`
}

function loss(maxLoss: string | undefined, maxFraction: string | undefined): string {
  return either([maxLoss, 'in its currency'], [maxFraction, 'as a fraction'])
}

function either(...limits: readonly (readonly [limit: string | number | undefined, what: string])[]): string {
  return limits.flatMap(([limit, what]) => (limit === undefined ? [] : [`${limit} ${what}`])).join(' or ')
}

const units = [
  [86_400_000, 'd'],
  [3_600_000, 'h'],
  [60_000, 'min'],
  [1000, 's'],
] as const

/** The largest unit that needs no fraction. */
function time(ms: number): string {
  const [length, unit] = units.find(([length]) => ms % length === 0) ?? [1, 'ms']
  return `${ms / length} ${unit}`
}
