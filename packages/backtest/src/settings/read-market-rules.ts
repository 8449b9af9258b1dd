import { type Decimal, type DecimalInput, toDecimal } from '@tezgah/core/decimal'
import { type DatedRules, type MarketRules, type RulesEntry, RulesHistory } from '../market/market-rules.ts'
import {
  type DatedRuleOptions,
  parseEffectiveFrom,
  type RuleOptions,
  type RulesOptions,
} from '../options/market-rules.ts'

/** Stands for every symbol that has no rules of its own. */
const ANY_SYMBOL = '*'
const ALWAYS = Number.NEGATIVE_INFINITY

/** The rules of a symbol: the same object at each call. */
export function readMarketRules(options: RulesOptions, lot: Decimal): (symbol: string) => DatedRules {
  const known = new Map<string, DatedRules>()
  return (symbol) => {
    const found = known.get(symbol)
    if (found !== undefined) return found
    const rules = new RulesHistory(entriesOf(rulesFor(symbol, options), lot))
    known.set(symbol, rules)
    return rules
  }
}

function rulesFor(symbol: string, options: RulesOptions): readonly DatedRuleOptions[] {
  const key = Object.hasOwn(options, symbol) ? symbol : ANY_SYMBOL
  const rules = Object.hasOwn(options, key) ? options[key]! : {}
  return isList(rules) ? rules : [rules]
}

function isList(rules: RuleOptions | readonly DatedRuleOptions[]): rules is readonly DatedRuleOptions[] {
  return Array.isArray(rules)
}

/** Before the first date there are no rules: a later one does not rewrite what was allowed then. */
function entriesOf(list: readonly DatedRuleOptions[], lot: Decimal): readonly RulesEntry[] {
  const entries = list.map(({ from, ...rules }) => ({
    from: from === undefined ? ALWAYS : parseEffectiveFrom(from)!,
    rules: marketRules(rules, lot),
  }))
  return entries[0]!.from === ALWAYS ? entries : [{ from: ALWAYS, rules: marketRules({}, lot) }, ...entries]
}

function marketRules({ tick, lot, minimumValue, maximumQuantity }: RuleOptions, defaultLot: Decimal): MarketRules {
  return {
    tick: decimalOrNull(tick),
    lot: decimalOrNull(lot) ?? defaultLot,
    minValue: decimalOrNull(minimumValue),
    maxQuantity: decimalOrNull(maximumQuantity),
  }
}

/** The schema has checked it. */
function decimalOrNull(input: DecimalInput | undefined): Decimal | null {
  return input === undefined ? null : toDecimal(input)
}
