import type { FormField } from '../../../ui/schema-form.ts'
import type { GuardrailsMessages } from '../shared/messages.ts'

/** What a field may hold, in the language of the page: "a whole number, from 2 to 400". */
export function rangeText(messages: GuardrailsMessages, field: FormField): string {
  const { minimum, maximum, exclusiveMinimum, exclusiveMaximum, kind } = field
  const { between, least, most, above, below } = messages.rangeText
  const facts: string[] = []
  if (kind === 'integer') facts.push(messages.rangeWhole)
  if (kind === 'number') facts.push(messages.rangeAny)
  if (minimum !== null && maximum !== null) facts.push(between(String(minimum), String(maximum)))
  else {
    if (minimum !== null) facts.push(least(String(minimum)))
    if (maximum !== null) facts.push(most(String(maximum)))
  }
  if (exclusiveMinimum !== null) facts.push(above(String(exclusiveMinimum)))
  if (exclusiveMaximum !== null) facts.push(below(String(exclusiveMaximum)))
  return facts.join(', ')
}
