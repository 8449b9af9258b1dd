import fc from 'fast-check'

/** Decimal texts with up to 30 digits before and 24 after the point: 18-digit prices and 18-decimal quantities included. */
export function decimalText(): fc.Arbitrary<string> {
  return fc
    .record({
      sign: fc.constantFrom('', '-'),
      digits: fc.bigInt({ min: 0n, max: 10n ** 30n }),
      scale: fc.integer({ min: 0, max: 24 }),
    })
    .map(({ sign, digits, scale }) => {
      const padded = digits.toString().padStart(scale + 1, '0')
      const whole = padded.slice(0, padded.length - scale)
      return scale === 0 ? sign + whole : `${sign}${whole}.${padded.slice(padded.length - scale)}`
    })
}

/** The same, above zero. */
export function positiveText(): fc.Arbitrary<string> {
  return decimalText()
    .map((text) => text.replace('-', ''))
    .filter((text) => /[1-9]/.test(text))
}
