/** Words of PromQL that stand where a metric could. */
const KEYWORDS = new Set(['and', 'or', 'unless', 'by', 'without', 'on', 'ignoring', 'group_left', 'offset', 'bool'])

/** The names of the metrics that an expression reads, each once. */
export function metricNames(expr: string): readonly string[] {
  const bare = expr
    .replaceAll(/\{[^}]*\}/g, ' ')
    .replaceAll(/\[[^\]]*\]/g, ' ')
    .replaceAll(/\b(by|without|on|ignoring|group_left|group_right)\s*\([^)]*\)/g, ' ')
    .replaceAll(/\boffset\s+\w+/g, ' ')
    .replaceAll(/\b[a-z_]\w*(?=\s*\()/g, ' ')
  return [...new Set(bare.match(/[A-Za-z_:][\w:]*/g) ?? [])].filter((name) => !KEYWORDS.has(name))
}
