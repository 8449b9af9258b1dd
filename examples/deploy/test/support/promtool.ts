import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { parse } from 'yaml'
import type { AlertCase } from '../alerts/case.ts'
import { run } from './programs.ts'

const RULES = path.join(import.meta.dirname, '../../prometheus/rules')
export const RULE_FILES: readonly string[] = ['recording.yml', 'alerts.yml'].map((name) => path.join(RULES, name))

export type Rule = { readonly alert?: string; readonly record?: string; readonly expr: string; readonly for?: string }
type RuleFile = { readonly groups: readonly { readonly rules: readonly Rule[] }[] }

/** Every rule of the kit, in the order of the files. */
export const RULES_OF_KIT: readonly Rule[] = RULE_FILES.flatMap((file) =>
  (parse(readFileSync(file, 'utf8')) as RuleFile).groups.flatMap((group) => group.rules),
)

/** How many of an alert are firing, as a number that is there even when none is. */
const firingCount = (alert: string): string =>
  `clamp_max(count(ALERTS{alertname="${alert}", alertstate="firing"}), 1) or vector(0)`

function testGroup({ alert, kind, about, series, interval = '15s', at, firing }: AlertCase): object {
  return {
    name: `${alert}, ${kind}: ${about}`,
    interval,
    input_series: Object.entries(series).map(([name, values]) => ({ series: name, values })),
    promql_expr_test: [
      { expr: firingCount(alert), eval_time: at, exp_samples: [{ labels: '{}', value: firing ? 1 : 0 }] },
    ],
  }
}

/** Runs promtool on a file that lies in a folder for this call only. JSON is YAML. */
function promtool(args: readonly string[], content: object): ReturnType<typeof run> {
  const folder = mkdtempSync(path.join(tmpdir(), 'tezgah-promtool-'))
  const file = path.join(folder, 'file.yml')
  writeFileSync(file, JSON.stringify(content))
  const result = run('promtool', [...args, file])
  rmSync(folder, { recursive: true })
  return result
}

/** Runs the cases against the kit's rules and, beside them, `more`, evaluated at every `evaluation_interval`. */
export function testRules(
  cases: readonly AlertCase[],
  more: readonly Rule[] = [],
  evaluation_interval = '15s',
): ReturnType<typeof run> {
  const folder = mkdtempSync(path.join(tmpdir(), 'tezgah-rules-'))
  const extra = path.join(folder, 'more.yml')
  writeFileSync(extra, JSON.stringify({ groups: [{ name: 'more', rules: more }] }))
  const rule_files = [...RULE_FILES, ...(more.length > 0 ? [extra] : [])]
  // Groups that read what another records need an order, or it is left to chance which comes first.
  const group_eval_order = ['tezgah-availability', 'tezgah-start-latency', 'tezgah-objectives']
  const tests = cases.map(testGroup)
  const result = promtool(['test', 'rules'], { rule_files, evaluation_interval, group_eval_order, tests })
  rmSync(folder, { recursive: true })
  return result
}

/** Whether every expression is PromQL: each becomes a recording rule that promtool checks. */
export function checkExpressions(expressions: readonly string[]): ReturnType<typeof run> {
  const rules = expressions.map((expr, index) => ({ record: `expression:${index}`, expr }))
  return promtool(['check', 'rules'], { groups: [{ name: 'expressions', rules }] })
}
