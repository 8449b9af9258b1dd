import { createMetrics, createWorkerMetrics } from '@tezgah/metrics'
import { Registry } from 'prom-client'

const metrics = createMetrics({ registry: new Registry() })
const figures = createWorkerMetrics()

metrics.finished('cancelled')
figures.count('executor_http_requests_total', { method: 'GET', route: '/', status_class: '2xx' })

// @ts-expect-error a backtest cannot end like this
metrics.finished('exploded')
// @ts-expect-error there is no such verdict
metrics.recordVerdict('price-band', 'maybe')
// @ts-expect-error a gauge is not counted
figures.count('executor_workers_busy', {})
// @ts-expect-error the label is missing
figures.count('executor_backtest_finished_total', {})
// @ts-expect-error there is no such class
figures.count('executor_http_requests_total', { method: 'GET', route: '/', status_class: '6xx' })
