import { PRESETS, presetSettings, settingPaths } from '@tezgah/backtest'
import type { Runner } from '@tezgah/runner'
import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { jsonRoute, type RouteConfig, type RouteDoc } from '../http/route.ts'
import { named } from '../http/schemas.ts'

const read = (doc: RouteDoc): RouteConfig => ({ access: 'open', bucket: 'requests', doc })

/** Of what never changes, and is spelled out once. */
const JSON_TYPE = 'application/json; charset=utf-8'

const jsonObject = z.record(z.string(), z.unknown())

const strategiesSchema = named(
  'StrategyList',
  z.strictObject({
    default: z.string(),
    strategies: z.array(
      named(
        'StrategyDescription',
        z.strictObject({
          name: z.string(),
          description: z.string().optional(),
          params: jsonObject.describe('JSON Schema'),
        }),
      ),
    ),
  }),
)

const settingsSchema = named(
  'SettingList',
  z.strictObject({
    settings: z.array(
      named(
        'SettingDescription',
        z.strictObject({
          path: z.string(),
          type: z.string(),
          allowed: z.string(),
          choices: z.array(z.string()).optional(),
          description: z.string(),
          doc: z.string().describe('What it decides: the description without the default'),
          default: z.string().nullable().describe('What holds where it is not given; null where nothing does'),
          flag: z.string().nullable().describe('Short name on the command line'),
          panel: z.int().nullable().describe("Place in the panel's form, from 1; null where the form does not have it"),
        }),
      ),
    ),
    presets: z.record(z.enum(PRESETS), jsonObject),
  }),
)

/** Every setting of a run that can be written as JSON, and what each preset makes of it. */
const SETTINGS = JSON.stringify({
  settings: settingPaths(),
  presets: Object.fromEntries(PRESETS.map((preset) => [preset, presetSettings(preset)])),
})

/** `GET /strategies`, `GET /settings`. */
export function addCatalogueRoutes(app: FastifyInstance, runner: Runner): void {
  const strategies = [...runner.strategies.values()].map(({ name, description, params }) => ({
    name,
    description,
    params: z.toJSONSchema(params, { io: 'input' }),
  }))

  const strategiesDoc = jsonRoute('listStrategies', 'Strategies, their parameters as JSON Schema', strategiesSchema)
  const known = JSON.stringify({ default: runner.defaults.strategy, strategies })
  app.get('/strategies', { config: read(strategiesDoc) }, async (_request, reply) => reply.type(JSON_TYPE).send(known))

  const settingsDoc = jsonRoute(
    'listSettings',
    'Every setting of a run, and what each preset makes of it',
    settingsSchema,
  )
  app.get('/settings', { config: read(settingsDoc) }, async (_request, reply) => reply.type(JSON_TYPE).send(SETTINGS))
}
