import { defineMessages } from '../i18n/messages.ts'

/** Messages of a field that is made from a JSON Schema. */
export const schemaMessages = defineMessages(
  {
    yes: 'Yes',
    no: 'No',
    defaultIs: (value: string) => `default ${value}`,
    range: {
      fromTo: (low: number, high: number) => `from ${low} to ${high}`,
      atLeast: (low: number) => `at least ${low}`,
      above: (low: number) => `above ${low}`,
      atMost: (high: number) => `at most ${high}`,
      below: (high: number) => `below ${high}`,
      both: (low: string, high: string) => `${low} and ${high}`,
    },
    errors: {
      notANumber: (text: string, example: string) => `“${text}” is not a number; write one such as ${example}`,
      notWhole: (text: string) => `Must be a whole number, was ${text}`,
      outside: (range: string, text: string) => `Must be ${range}, was ${text}`,
      empty: 'Must not be empty',
    },
  },
  {
    yes: 'Evet',
    no: 'Hayır',
    defaultIs: (value) => `varsayılan ${value}`,
    range: {
      fromTo: (low, high) => `${low} ile ${high} arası`,
      atLeast: (low) => `en az ${low}`,
      above: (low) => `${low} değerinden büyük`,
      atMost: (high) => `en çok ${high}`,
      below: (high) => `${high} değerinden küçük`,
      both: (low, high) => `${low} ve ${high}`,
    },
    errors: {
      notANumber: (text, example) => `“${text}” bir sayı değil; ${example} gibi yazın`,
      notWhole: (text) => `Tam sayı olmalı; ${text} yazıldı`,
      outside: (range, text) => `Olması gereken: ${range}; ${text} yazıldı`,
      empty: 'Boş bırakılamaz',
    },
  },
)

/** Messages of a schema field in one language. */
export type SchemaMessages = (typeof schemaMessages)['en']
