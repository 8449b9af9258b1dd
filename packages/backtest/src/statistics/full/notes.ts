import type { Rule, Rules } from '../conventions/convention.ts'
import type { Measure } from '../measure.ts'

/** Collects the reasons of figures that do not exist, by their paths. */
export class Notes {
  readonly entries: Record<string, string> = {}

  /** The value of a figure; its reason is kept where there is none. */
  figure(path: string, measure: Measure): number | null {
    if (measure.value === null) this.entries[path] = measure.reason
    return measure.value
  }

  /** The figures of a group, each by its rule. */
  figures<Group>(path: string, rules: Rules<Group>, apply: (rule: Rule) => Measure): Group {
    const entries = Object.entries<Rule>(rules).map(([name, rule]) => {
      return [name, this.figure(`${path}.${name}`, apply(rule))]
    })
    return Object.fromEntries(entries) as Group
  }
}
