import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { equityChart } from '../../src/output/equity-chart.ts'

const options = { width: 30, height: 4, labels: ['2000', '2020'] as const, paint: (text: string) => text }

describe('equityChart', () => {
  it('draws the line, its scale and its time', () => {
    const values = Float64Array.from({ length: 25 }, (_, index) => [0, 100, 200, 300, 100][Math.floor(index / 5)] ?? 0)
    expect(equityChart(values, options).join('\n')).toMatchInlineSnapshot(`
      "300 ┤               ╭────╮
      200 ┤          ╭────╯    │
      100 ┤     ╭────╯         ╰────
        0 ┤─────╯
          └─────────────────────────
           2000                 2020"
    `)
  })

  it('draws a flat line in the middle', () => {
    const lines = equityChart(new Float64Array(3).fill(5), options)
    expect(lines.filter((line) => line.includes('───'))).toHaveLength(2)
    expect(lines[2]).toContain('┤───')
  })

  it('fits the width, has one mark per column at least, and ends at the last value', () => {
    const equity = fc.array(fc.double({ min: 0, max: 1e9, noNaN: true }), { minLength: 1, maxLength: 300 })
    fc.assert(
      fc.property(
        equity,
        fc.integer({ min: 30, max: 120 }),
        fc.integer({ min: 2, max: 20 }),
        (values, width, height) => {
          const lines = equityChart(Float64Array.from(values), { ...options, width, height })
          expect(lines).toHaveLength(height + 2)
          for (const line of lines.slice(0, height + 1)) expect(line.length).toBeLessThanOrEqual(Math.max(width, 24))
          const plot = lines.slice(0, height).map((line) => line.slice(line.indexOf('┤') + 1))
          const columns = Math.max(...plot.map((line) => line.length))
          for (let column = 0; column < columns; column++) {
            expect(
              plot.some((line) => (line[column] ?? ' ') !== ' '),
              `column ${column}`,
            ).toBe(true)
          }
        },
      ),
    )
  })
})
