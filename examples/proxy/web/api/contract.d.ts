// Written by `npm run contract` from the executor's OpenAPI document. Do not edit.
export interface paths {
    "/backtest/start": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Start a backtest; 201 once it is on disk */
        post: operations["startBacktest"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/backtest/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A backtest and how far it is */
        get: operations["getBacktest"];
        put?: never;
        post?: never;
        /** Cancel a backtest and free its core; 409 once it has ended */
        delete: operations["cancelBacktest"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/backtest/{id}/result": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The result, byte for byte as the engine wrote it */
        get: operations["getBacktestResult"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/backtests": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Backtests, newest first */
        get: operations["listBacktests"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/backtest/{id}/readdress": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Let a backtest that waits run with the code and data of today */
        post: operations["readdressBacktest"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/backtest/{id}/trades.csv": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The trades, one line each */
        get: operations["getBacktestTrades"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/backtest/{id}/statistics": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Every statistic, under a convention; computed when asked for */
        get: operations["getBacktestStatistics"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/strategies": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Strategies, their parameters as JSON Schema */
        get: operations["listStrategies"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/settings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Every setting of a run, and what each preset makes of it */
        get: operations["listSettings"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/datasets": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Datasets with source and licence */
        get: operations["listDatasets"];
        put?: never;
        /** Add a dataset: the body is its file, the query its manifest; whole or not at all, and never over another */
        post: operations["addDataset"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/datasets/{id}/candles": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Candles in columns */
        get: operations["getCandles"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/audit": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Records of the audit log, and where the next page begins */
        get: operations["listAuditRecords"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/audit/verify": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Whether the audit log is as it was written, and how old this verdict is */
        get: operations["verifyAudit"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/audit/checkpoint": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The newest signed checkpoint of the audit log */
        get: operations["getAuditCheckpoint"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/audit/records/{seq}/proof": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** That a record is in the log, RFC 9162 */
        get: operations["proveAuditRecord"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/audit/consistency": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** That the log only grew, RFC 9162 */
        get: operations["proveAuditGrowth"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/policies": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What every start is judged by, and what is approved */
        get: operations["getPolicies"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/risk": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Mode, limits with what is left of them, overrides in force, last verdicts */
        get: operations["getRisk"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/risk/kill": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Halt, or only reduce: from now on nothing is started */
        post: operations["killTrading"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/risk/rearm": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Ask for a better mode; another person has to approve */
        post: operations["requestRearm"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/risk/rearm/{id}/approve": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Re-arm, as the second person */
        post: operations["approveRearm"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/proposals": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** All open proposals and the last 50 others, newest first */
        get: operations["listProposals"];
        put?: never;
        /** Propose what shall be approved */
        post: operations["createProposal"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/proposals/{id}/amend": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Replace a proposal of yours; approvals are lost */
        post: operations["amendProposal"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/proposals/{id}/approve": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Approve the proposal of another person */
        post: operations["approveProposal"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/proposals/{id}/reject": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Reject the proposal of another person */
        post: operations["rejectProposal"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/proposals/{id}/withdraw": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Withdraw a proposal of yours */
        post: operations["withdrawProposal"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/proposals/{id}/apply": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Put an approved proposal into force, once */
        post: operations["applyProposal"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/proposals/{id}/emergency": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Put a proposal into force alone; rings the alarm */
        post: operations["applyProposalInEmergency"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/overrides": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** All overrides that are or may come into force, and the last 50 others, newest first */
        get: operations["listOverrides"];
        put?: never;
        /** Ask for an override; another person has to approve */
        post: operations["requestOverride"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/overrides/{id}/approve": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Approve an override, as the second person */
        post: operations["approveOverride"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/overrides/{id}/revoke": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** End an override, or a request for one, at once */
        post: operations["revokeOverride"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/slo": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How well the service keeps what it promises */
        get: operations["getSlo"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/spot": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The spot price of one pair, and how old it is */
        get: operations["getSpot"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/backtest/{id}/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Changes of state and progress with the equity so far, until it has ended (server-sent events) */
        get: operations["streamBacktestEvents"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What happens on the whole desk (server-sent events) */
        get: operations["streamEvents"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/openapi.json": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** This document */
        get: operations["getOpenApi"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/healthz": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The process answers */
        get: operations["getHealth"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/readyz": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Store and audit log can be written */
        get: operations["getReadiness"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/metrics": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Prometheus */
        get: operations["getMetrics"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/__routes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Every route */
        get: operations["listRoutes"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        Approved: {
            /** @description By strategy, the parameters it may be run with; one that is not named may be run with all that its schema allows */
            strategies: {
                [key: string]: {
                    [key: string]: components["schemas"]["JsonValue"];
                };
            };
            /** @description What every run may reach; a limit that is not named does not exist */
            limits: {
                /** @description Largest fall of equity from its peak, in percent */
                maxDrawdownPct?: number;
                /** @description Largest value of all positions together, quote currency */
                maxNotional?: number | string;
            };
        };
        AuditCheckpoint: {
            /** @description Signed note, C2SP tlog-checkpoint */
            checkpoint: string;
            /** @description Verifier key: <name>+<id>+<base64> */
            key: string;
            size: number;
            /** @description RFC 6962 over the hashes of the records */
            root: string;
        };
        /** @description Records that have no event; GET /audit has them */
        AuditGap: {
            from: number;
            to: number;
        };
        AuditPage: {
            records: components["schemas"]["AuditRecord"][];
            nextCursor: string | null;
        };
        AuditRecord: {
            seq: number;
            /** @description Epoch milliseconds, UTC */
            time: number;
            mono: number;
            boot: string;
            actor: string;
            action: string;
            subject: string;
            /** @enum {string} */
            outcome: "success" | "failure" | "refused" | "unknown";
            details: {
                [key: string]: unknown;
            };
            correlationId?: string;
            prev: string;
            hash: string;
        };
        AuditVerification: {
            /** @enum {string} */
            status: "intact" | "tampered" | "torn" | "unproven";
            /** @description Records that were read */
            size: number;
            head: string;
            /** @description Of a log that was tampered with: the first record that may not be what was written */
            firstBadSeq?: number;
            reason?: string;
            /** @description Of the log, signed with its key, that were found and fit */
            checkpoints: number;
            /**
             * @description own-key: also on the newest signed checkpoint, which is kept in another folder than the log
             * @enum {string}
             */
            restsOn: "own-key" | "nothing";
            /** @description When it began, epoch milliseconds, UTC */
            verifiedAt: number;
            tookMs: number;
            /** @description Since it ended; a verdict is used again for a minute */
            ageMs: number;
        };
        Backtest: {
            id: string;
            status: components["schemas"]["JobStatus"];
            /** @description Why no worker may run it so far */
            waiting: components["schemas"]["JobWaiting"] | null;
            strategy: string;
            /** @description Defaults of the strategy filled in */
            params: {
                [key: string]: unknown;
            };
            /** @description The first of datasets */
            dataset: string;
            datasets: string[];
            /** @description Datasets of finer candles */
            detail: string[];
            /** @description As asked for; the manifest of the result names every assumption */
            settings: components["schemas"]["RunSettings"];
            attempts: number;
            /** @description Epoch milliseconds, UTC */
            createdAt: number;
            startedAt: number | null;
            finishedAt: number | null;
            runMs: number | null;
            /** @description Share of the candles processed */
            progress: number | null;
            summary: components["schemas"]["JobSummary"] | null;
            error: components["schemas"]["JobError"] | null;
            /** @description SHA-256 of all inputs */
            address: string;
            resultSha256: string | null;
            resultBytes: number | null;
        };
        BacktestEventPayloads: {
            state: components["schemas"]["BacktestStateEvent"];
            progress: components["schemas"]["BacktestProgressEvent"];
        };
        BacktestList: {
            backtests: components["schemas"]["Backtest"][];
            nextCursor: string | null;
        };
        BacktestProgressEvent: {
            id: string;
            /** @description Share of the candles processed */
            progress: number;
            position: number;
            length: number;
            equity: components["schemas"]["EquityCurve"];
        };
        BacktestResult: {
            /** @constant */
            schema: 2;
            manifest: {
                engineVersion: string;
                strategy: string;
                /** @description Parameters of the strategy, defaults filled in */
                params: unknown;
                assumptions: {
                    /** @enum {string} */
                    preset: "conservative" | "backtesting.py" | "backtrader" | "freqtrade" | "vectorbt";
                    /** @enum {string} */
                    account: "spot" | "margin";
                    /** @enum {string} */
                    positions: "netting" | "hedging";
                    /** @enum {string} */
                    lots: "fifo" | "lifo" | "average";
                    /** @description Exact decimal */
                    initialCash: string;
                    /** @description Exact decimal */
                    leverage: string;
                    /** @description Exact decimal */
                    maintenanceMarginRate: string;
                    /** @description Exact decimal */
                    borrowRate: string;
                    /** @description Exact decimal */
                    makerFeeRate: string;
                    /** @description Exact decimal */
                    takerFeeRate: string;
                    fees: {
                        tiers: {
                            /** @description Exact decimal */
                            fromVolume: string;
                            /** @description Exact decimal */
                            makerFeeRate: string;
                            /** @description Exact decimal */
                            takerFeeRate: string;
                        }[];
                        /** @description Exact decimal */
                        fixed: string;
                        /** @description Exact decimal */
                        minimum: string;
                        /** @enum {string} */
                        currency: "quote" | "base";
                    };
                    /** @constant */
                    feeRounding: "none";
                    /** @description Exact decimal */
                    lot: string;
                    /** @constant */
                    quantityRounding: "floor";
                    slippageBps: string | null;
                    slippage: {
                        /** @constant */
                        model: "none";
                    } | {
                        /** @constant */
                        model: "fixed";
                        /** @description Exact decimal */
                        amount: string;
                    } | {
                        /** @constant */
                        model: "basisPoints";
                        /** @description Exact decimal */
                        bps: string;
                    } | {
                        /** @constant */
                        model: "ticks";
                        ticks: number;
                    } | {
                        /** @constant */
                        model: "halfSpread";
                        /** @description Exact decimal */
                        spread: string;
                    } | {
                        /** @constant */
                        model: "halfSpread";
                        /** @description Exact decimal */
                        spreadBps: string;
                    } | {
                        /** @constant */
                        model: "volumeShare";
                        /** @description Exact decimal */
                        coefficient: string;
                        /** @description Exact decimal */
                        maximum: string;
                    } | {
                        /** @constant */
                        model: "function";
                        name: string;
                    };
                    /** @enum {string} */
                    slippageOn: "takers" | "marketOrders" | "entries" | "everyFill";
                    /** @enum {string} */
                    fillAt: "nextOpen" | "close" | "nextClose";
                    /** @enum {string} */
                    limitFill: "cross" | "touch" | "touchExceptTargets" | "touchWithProbability";
                    touchProbability: number | null;
                    /** @enum {string} */
                    stopGap: "open" | "stop";
                    /** @enum {string} */
                    limitGap: "open" | "limit";
                    /** @enum {string} */
                    stopLimitGap: "open" | "stop" | "wholeCandle";
                    /** @enum {string} */
                    path: "worst" | "best" | "openHighLowClose" | "openLowHighClose" | "nearestExtremeFirst" | "byColour" | "detail";
                    detail: {
                        symbol: string;
                        interval: string;
                    }[];
                    participation: string | null;
                    latency: {
                        candles: number;
                        milliseconds: number;
                    };
                    /** @enum {string} */
                    bracketFrom: "fill" | "nextCandle" | "whenUnambiguous";
                    /** @enum {string} */
                    stopLimitFrom: "fill" | "nextCandle" | "byColour";
                    /** @enum {string} */
                    trailingPath: "path" | "favourableFirst";
                    /** @enum {string} */
                    fillsPerCandle: "any" | "one";
                    /** @enum {string} */
                    startFrom: "firstCandle" | "afterWarmUp";
                    /** @enum {string} */
                    openTradesAtEnd: "keep" | "close" | "closeAtOpen";
                    rules: {
                        [key: string]: {
                            /** @description Epoch milliseconds, UTC; null: since always */
                            from: number | null;
                            tick: string | null;
                            /** @description Exact decimal */
                            lot: string;
                            minimumValue: string | null;
                            maximumQuantity: string | null;
                        }[];
                    };
                    bounds: boolean;
                    /** @enum {string} */
                    convention: "tezgah" | "backtesting.py" | "empyrical" | "quantstats" | "freqtrade";
                    riskFreeRate: number;
                    benchmark: {
                        symbol: string;
                        interval: string;
                    } | null;
                    guard?: string;
                    daysPerYear: number;
                    periodsPerYear: number | null;
                };
                symbol: string;
                symbols: string[];
                /** @description The shortest of the symbols’ intervals */
                interval: string;
                /** @description The interval of each symbol, where they differ */
                intervals?: string[];
                /** @description Epoch milliseconds, UTC */
                from: number;
                /** @description Epoch milliseconds, UTC */
                to: number;
                candleCount: number;
                /** @description Gaps, empty candles and outliers of the candles, by symbol */
                quality: {
                    symbol: string;
                    /** @description Candles that are there */
                    count: number;
                    /** @description Candles that are not, outside of sessions none */
                    missing: number;
                    gapCount: number;
                    longestGap: {
                        /** @description Epoch milliseconds, UTC */
                        from: number;
                        /** @description Epoch milliseconds, UTC */
                        to: number;
                        missing: number;
                    } | null;
                    /** @description Whether the market closes at the same hours of each week */
                    hasSessions: boolean;
                    /** @description Gaps of a day to a week between sessions, not counted as missing */
                    holidayGaps: number;
                    /** @description Candles at no multiple of the interval after the one before */
                    irregular: number;
                    zeroVolume: number;
                    /** @description Candles that reach farther than 25 times the mean move */
                    outliers: number;
                }[];
                dataSha256: string;
                paramsSha256: string;
                seed: number;
                digest: string;
            };
            stats: {
                /** @description Exact decimal */
                initialCash: string;
                /** @description Exact decimal */
                finalEquity: string;
                returnPct: number | null;
                buyAndHoldReturnPct: number | null;
                cagrPct: number | null;
                annualVolatilityPct: number | null;
                sharpe: number | null;
                sortino: number | null;
                calmar: number | null;
                maxDrawdownPct: number | null;
                maxDrawdownDurationMs: number | null;
                exposurePct: number | null;
                tradeCount: number;
                openTradeCount: number;
                winRatePct: number | null;
                profitFactor: number | null;
                expectancyPct: number | null;
                sqn: number | null;
                /** @description Exact decimal */
                feesPaid: string;
                /** @description Why a statistic is null, by its name */
                notes: {
                    [key: string]: string;
                };
            };
            account: {
                /** @description Exact decimal */
                initialCash: string;
                /** @description Exact decimal */
                cash: string;
                positions: {
                    symbol: string;
                    /** @description null where a symbol has one position */
                    positionSide: ("long" | "short") | null;
                    /** @description Exact decimal */
                    quantity: string;
                    /** @description Exact decimal */
                    mark: string;
                    /** @description Exact decimal */
                    unrealised: string;
                }[];
                /** @description Exact decimal */
                finalEquity: string;
                /** @description Exact decimal */
                realised: string;
                /** @description Exact decimal */
                unrealised: string;
                /** @description Exact decimal */
                feesPaid: string;
                /** @description Exact decimal */
                interestPaid: string;
            };
            orders: {
                id: number;
                symbol: string;
                /** @enum {string} */
                side: "buy" | "sell";
                /** @enum {string} */
                type: "market" | "limit" | "stop-market" | "stop-limit" | "trailing-stop" | "market-if-touched" | "limit-if-touched";
                size: {
                    /** @enum {string} */
                    kind: "quantity" | "quoteAmount" | "percentOfEquity" | "percentOfCash" | "percentOfPosition" | "riskPercent" | "volatilityPercent" | "targetPercent" | "parentQuantity";
                    /** @description Exact decimal */
                    value: string;
                } | null;
                limitPrice: string | null;
                stopPrice: string | null;
                touchPrice: string | null;
                trail: {
                    /** @enum {string} */
                    kind: "amount" | "percent" | "indicator";
                    /** @description Exact decimal */
                    value: string;
                    activation: string | null;
                } | null;
                /** @enum {string} */
                timeInForce: "GTC" | "IOC" | "FOK" | "GTD";
                expiresAt: number | null;
                postOnly: boolean;
                reduceOnly: boolean;
                /** @description null where a symbol has one position */
                positionSide: ("long" | "short") | null;
                /** @enum {string} */
                status: "waiting" | "working" | "partially-filled" | "filled" | "cancelled" | "refused" | "expired";
                reason: ("invalid_size" | "invalid_price" | "insufficient_cash" | "insufficient_position" | "below_lot" | "off_tick" | "below_minimum_value" | "above_maximum_quantity" | "would_take" | "nothing_to_reduce" | "not_trading" | "guard" | "cancelled_by_strategy" | "replaced_by_close" | "one_cancels_other" | "parent_ended" | "bracket_closed" | "ioc_remainder" | "fok_not_fillable" | "position_closed" | "already_at_target" | "insufficient_cash_for_remainder" | "liquidated" | "good_till_date") | null;
                observed: string | null;
                limit: string | null;
                tag: string | null;
                /** @description Candle index from 0; −1 before the first candle of its symbol */
                createdIndex: number;
                /** @description Epoch milliseconds, UTC */
                createdTime: number;
                closedIndex: number | null;
                closedTime: number | null;
                filledQuantity: string | null;
            }[];
            fills: {
                orderId: number;
                symbol: string;
                /** @enum {string} */
                side: "buy" | "sell";
                /** @description null where a symbol has one position */
                positionSide: ("long" | "short") | null;
                /** @description Candle index from 0 */
                index: number;
                /** @description Epoch milliseconds, UTC */
                time: number;
                /** @description Exact decimal */
                price: string;
                /** @description Exact decimal */
                quantity: string;
                /** @description Quote currency, what was taken in base included */
                fee: string;
                /** @enum {string} */
                feeCurrency: "quote" | "base";
                /** @description Base units taken out of what was bought */
                baseFee: string;
                /** @description Exact decimal */
                slippage: string;
                /** @enum {string} */
                liquidity: "maker" | "taker";
                /** @enum {string} */
                reason: "market" | "market_at_close" | "limit" | "limit_at_open" | "stop" | "stop_at_open" | "stop_limit" | "stop_limit_at_open" | "touch" | "touch_at_open" | "trailing_stop" | "trailing_stop_at_open" | "liquidation" | "end_of_run";
                pathDependent: boolean;
            }[];
            trades: {
                symbol: string;
                /** @enum {string} */
                side: "long" | "short";
                /** @description Exact decimal */
                quantity: string;
                /** @description Candle index from 0 */
                entryIndex: number;
                /** @description Epoch milliseconds, UTC */
                entryTime: number;
                /** @description Exact decimal */
                entryPrice: string;
                exitIndex: number | null;
                exitTime: number | null;
                exitPrice: string | null;
                /** @description Exact decimal */
                fees: string;
                /** @description Exact decimal */
                profit: string;
                returnPct: number;
                maePct: number;
                mfePct: number;
                entryTag: string | null;
                exitReason: string;
            }[];
            equity: {
                time: number[];
                equity: number[];
                drawdown: number[];
            };
            bounds: {
                finalEquity: {
                    /** @description Exact decimal */
                    lowest: string;
                    /** @description Exact decimal */
                    highest: string;
                };
                maxDrawdownPct: {
                    lowest: number | null;
                    highest: number | null;
                };
                paths: {
                    /** @enum {string} */
                    path: "worst" | "best" | "openHighLowClose" | "openLowHighClose" | "nearestExtremeFirst" | "byColour" | "detail";
                    /** @description Exact decimal */
                    finalEquity: string;
                    maxDrawdownPct: number | null;
                }[];
            } | null;
            uncertainPaths?: number;
        };
        BacktestStateEvent: {
            id: string;
            status: components["schemas"]["JobStatus"];
            attempt: number;
            /** @description Once it has ended */
            summary?: components["schemas"]["JobSummary"] | null;
            /** @description Once it has ended */
            error?: components["schemas"]["JobError"] | null;
            /** @description Once it has ended */
            resultSha256?: string | null;
        };
        Candles: {
            symbol: string;
            interval: string;
            /** @description Open times, epoch milliseconds */
            time: number[];
            open: number[];
            high: number[];
            low: number[];
            close: number[];
            volume: number[];
            /** @description More candles follow the last */
            truncated: boolean;
        };
        ConsistencyProof: {
            from: {
                size: number;
                /** @description RFC 6962 over the hashes of the records */
                root: string;
            };
            to: {
                size: number;
                /** @description RFC 6962 over the hashes of the records */
                root: string;
            };
            proof: string[];
        };
        Dataset: {
            id: string;
            title: string;
            symbol: string;
            interval: string;
            source: string;
            licence: string;
            sha256: string;
            synthetic: boolean;
            bytes: number;
            /** @description Open time, epoch milliseconds; null until it has been read */
            from: number | null;
            /** @description Open time, epoch milliseconds; null until it has been read */
            to: number | null;
            candleCount: number | null;
        } & {
            [key: string]: unknown;
        };
        DatasetList: {
            default: string;
            datasets: components["schemas"]["Dataset"][];
        };
        EquityCurve: {
            /** @description Epoch milliseconds, UTC */
            time: number[];
            equity: number[];
        };
        ErrorBudget: {
            objective: number;
            total: number;
            bad: number;
            /** @description 1: nothing is used; 0: all; below 0: the objective is missed */
            budgetLeft: number | null;
        };
        EventPayloads: {
            hello: components["schemas"]["HelloEvent"];
            resync: components["schemas"]["ResyncEvent"];
            job: components["schemas"]["Backtest"];
            progress: components["schemas"]["ProgressEvent"];
            risk: components["schemas"]["Risk"];
            proposals: components["schemas"]["ProposalList"];
            overrides: components["schemas"]["OverrideList"];
            verdict: components["schemas"]["StartVerdict"];
            audit: components["schemas"]["AuditRecord"];
            "audit-gap": components["schemas"]["AuditGap"];
            slo: components["schemas"]["Slo"];
            spot: components["schemas"]["Spot"];
        };
        HelloEvent: {
            boot: string;
            /** @description Epoch milliseconds, UTC */
            now: number;
        };
        InclusionProof: {
            seq: number;
            hash: string;
            size: number;
            /** @description RFC 6962 over the hashes of the records */
            root: string;
            proof: string[];
        };
        JobError: {
            code: string;
            message: string;
            field: string | null;
        };
        /** @enum {string} */
        JobStatus: "queued" | "running" | "done" | "failed" | "cancelled";
        JobSummary: {
            [key: string]: number | string | null;
        };
        JobWaiting: {
            /** @enum {string} */
            reason: "engine" | "limits" | "strategy" | "dataset";
            /** @description What the backtest is for, and what the latest worker that refused it has */
            message: string;
        };
        JsonValue: unknown;
        Override: {
            id: string;
            /** @description Of all that an approver agrees to; send it with the approval */
            content: string;
            policies: string[];
            /** @description Ids of datasets */
            symbols: "all" | string[];
            /** @description Epoch milliseconds, UTC */
            from: number;
            /** @description Epoch milliseconds, UTC */
            until: number;
            maxUses: number;
            uses: number;
            reason: string;
            requestedBy: components["schemas"]["Person"];
            /** @description Epoch milliseconds, UTC */
            requestedAt: number;
            approvedBy: components["schemas"]["Person"] | null;
            status: components["schemas"]["OverrideStatus"];
        };
        OverrideList: {
            overrides: components["schemas"]["Override"][];
        };
        /** @enum {string} */
        OverrideStatus: "pending" | "approved" | "rejected" | "revoked" | "expired" | "usedUp";
        Percentiles: {
            /** @description Of how many of the latest, 2,048 at most */
            count: number;
            p50: number | null;
            p95: number | null;
            p99: number | null;
        };
        Person: {
            id: string;
            /** @description Name of the token, never the token */
            credential: string;
        };
        Policies: {
            /** @description Of these rules */
            hash: string;
            policies: {
                name: components["schemas"]["PolicyName"];
                description: string;
                canBeWaived: boolean;
            }[];
            approved: components["schemas"]["Approved"];
        };
        /** @enum {string} */
        PolicyName: "trading-mode" | "approved-parameters" | "max-drawdown" | "max-notional";
        Problem: {
            type: string;
            title: string;
            status: number;
            detail: string;
            /**
             * @description For programs that look for this one word
             * @constant
             */
            code?: "AUDIT_UNAVAILABLE";
            /** @description Every refused field, what is allowed and what was received */
            errors?: {
                field: string;
                message: string;
            }[];
        };
        ProgressEvent: {
            id: string;
            /** @description Share of the candles processed */
            progress: number;
            equity: components["schemas"]["EquityCurve"];
        };
        Proposal: {
            id: string;
            /** @description Of all that an approver agrees to; send it with the approval */
            content: string;
            base: string;
            target: string;
            parameters: {
                values: components["schemas"]["Approved"];
            };
            policies: string;
            changes: {
                /** @description JSON pointer */
                path: string;
                /** @enum {string} */
                kind: "added" | "removed" | "changed" | "typeChanged" | "defaultChanged";
                from?: components["schemas"]["JsonValue"];
                to?: components["schemas"]["JsonValue"];
            }[];
            quorum: number;
            proposer: components["schemas"]["Person"];
            reason: string;
            /** @description Epoch milliseconds, UTC */
            createdAt: number;
            /** @description Epoch milliseconds, UTC */
            expiresAt: number;
            notBefore: number | null;
            approvals: {
                by: components["schemas"]["Person"];
                /** @description Epoch milliseconds, UTC */
                at: number;
            }[];
            status: components["schemas"]["ProposalStatus"];
        };
        ProposalList: {
            proposals: components["schemas"]["Proposal"][];
        };
        /** @enum {string} */
        ProposalStatus: "pending" | "approved" | "scheduled" | "applied" | "rejected" | "expired" | "conflicted" | "withdrawn";
        /** @description Events are missing: read the state again */
        ResyncEvent: Record<string, never>;
        Risk: {
            trading: {
                mode: components["schemas"]["TradingMode"];
                /** @description Epoch milliseconds, UTC */
                since: number;
                by: components["schemas"]["Person"];
                reason: string;
                /** @description Why the file cannot be trusted; the mode stays halted then */
                failure: string | null;
                /** @description The request to re-arm that waits for another person */
                request: {
                    id: string;
                    to: components["schemas"]["TradingMode"];
                    by: components["schemas"]["Person"];
                    reason: string;
                    /** @description Epoch milliseconds, UTC */
                    at: number;
                    /** @description Epoch milliseconds, UTC */
                    expiresAt: number;
                } | null;
            };
            limits: {
                /** @enum {string} */
                name: "maxDrawdownPct" | "maxNotional";
                /** @description null: there is none */
                limit: number | string | null;
                /** @description The most that one of the last 50 finished runs came to; null: not known */
                reached: number | null;
                /** @description What is left of the limit; null: not known */
                remaining: number | null;
            }[];
            overrides: {
                id: string;
                policies: string[];
                symbols: "all" | string[];
                /** @description Epoch milliseconds, UTC */
                until: number;
                /** @description Until it ends */
                leftMs: number;
                usesLeft: number;
            }[];
            /** @description On the last starts since this process began, newest first, at most 100 */
            verdicts: components["schemas"]["StartVerdict"][];
        };
        /** @enum {string} */
        Role: "viewer" | "operator" | "risk" | "admin";
        RunRequest: {
            /** @description Name of a strategy */
            strategy?: string;
            /** @description Parameters of the strategy */
            params?: {
                [key: string]: unknown;
            };
            /** @description Id of a dataset: short for datasets with one */
            dataset?: string;
            /** @description Ids of datasets, one for each symbol; intervals may vary */
            datasets?: string[];
            /** @description Ids of datasets with finer candles, for settings.execution.path detail */
            detail?: string[];
            /** @description Every assumption of the run */
            settings?: {
                /**
                 * @description Rules of another system as the defaults of the settings. Default conservative
                 * @enum {string}
                 */
                preset?: "conservative" | "backtesting.py" | "backtrader" | "freqtrade" | "vectorbt";
                account?: {
                    /** @description Quote currency at the start. Default 100000 */
                    initialCash?: string | number;
                    /** @description Fee as a fraction of the traded value: 0.001 is 0.1 %. Default 0.001 */
                    feeRate?: string | number;
                    /** @description Fee of orders that rested in the book. Default feeRate */
                    makerFeeRate?: string | number;
                    /** @description Fee of orders that took from the book. Default feeRate */
                    takerFeeRate?: string | number;
                    fees?: {
                        /** @description Fee rates by traded value of the trailing 30 days, in place of the account's rates */
                        tiers?: {
                            /** @description Quote currency traded in the trailing 30 days from which these rates hold */
                            fromVolume: string | number;
                            /** @description Fee of orders that rested in the book, as a fraction */
                            makerFeeRate: string | number;
                            /** @description Fee of orders that took from the book, as a fraction */
                            takerFeeRate: string | number;
                        }[];
                        /** @description Quote currency per fill on top of the rate. Default 0 */
                        fixed?: string | number;
                        /** @description Quote currency that a fill pays at least. Default 0 */
                        minimum?: string | number;
                        /**
                         * @description Whether a buy's rate is paid on top in quote currency or out of the base bought. Default quote
                         * @enum {string}
                         */
                        currency?: "quote" | "base";
                    };
                    /**
                     * @description A margin account can sell short and borrow. Default spot
                     * @enum {string}
                     */
                    model?: "spot" | "margin";
                    /**
                     * @description One position for each symbol, or a long and a short one beside each other (margin only). Default netting
                     * @enum {string}
                     */
                    positions?: "netting" | "hedging";
                    /**
                     * @description Which lots a fill that reduces closes first. Default fifo
                     * @enum {string}
                     */
                    lots?: "fifo" | "lifo" | "average";
                    /** @description Exposure that one unit of equity carries (margin only). Default 1 */
                    leverage?: string | number;
                    /** @description Equity, as a fraction of the exposure, below which positions are liquidated (margin only). Default half of 1 / leverage */
                    maintenanceMarginRate?: string | number;
                    /** @description Interest on borrowed cash and on the value of shorts, a year, as a fraction (margin only). Default 0 */
                    borrowRate?: string | number;
                };
                execution?: {
                    /**
                     * @description When a market order decided at a close trades. Default nextOpen
                     * @enum {string}
                     */
                    fillAt?: "nextOpen" | "close" | "nextClose";
                    /**
                     * @description Whether a limit fills when the price trades through it, when it reaches it (targets excepted), or then with a chance. Default cross
                     * @enum {string}
                     */
                    limitFill?: "cross" | "touch" | "touchExceptTargets" | "touchWithProbability";
                    /** @description Chance that a touched limit fills; needed by, and only for, limitFill touchWithProbability */
                    touchProbability?: number;
                    /**
                     * @description Where a stop trades that the open is beyond. Default open
                     * @enum {string}
                     */
                    stopGap?: "open" | "stop";
                    /**
                     * @description Where a limit trades that the open is beyond. Default open
                     * @enum {string}
                     */
                    limitGap?: "open" | "limit";
                    /**
                     * @description Where a stop-limit trades whose stop the open is beyond. Default open
                     * @enum {string}
                     */
                    stopLimitGap?: "open" | "stop" | "wholeCandle";
                    /**
                     * @description The order of prices inside a candle. Default worst
                     * @enum {string}
                     */
                    path?: "worst" | "best" | "openHighLowClose" | "openLowHighClose" | "nearestExtremeFirst" | "byColour" | "detail";
                    /** @description Price move against a fill, in hundredths of a percent; short for slippage basisPoints. Default 0 */
                    slippageBps?: string | number;
                    slippage?: {
                        /**
                         * @description How much worse than the quoted price a fill is. Default none
                         * @constant
                         */
                        model: "none";
                    } | {
                        /**
                         * @description How much worse than the quoted price a fill is. Default none
                         * @constant
                         */
                        model: "fixed";
                        /** @description Quote currency for each base unit */
                        amount: string | number;
                    } | {
                        /**
                         * @description How much worse than the quoted price a fill is. Default none
                         * @constant
                         */
                        model: "basisPoints";
                        /** @description Hundredths of a percent of the price */
                        bps: string | number;
                    } | {
                        /**
                         * @description How much worse than the quoted price a fill is. Default none
                         * @constant
                         */
                        model: "ticks";
                        /** @description Whole steps of the symbol's tick, which its rules must give */
                        ticks: number;
                    } | {
                        /**
                         * @description How much worse than the quoted price a fill is. Default none
                         * @constant
                         */
                        model: "halfSpread";
                        /** @description Spread between bid and ask in quote currency; this or spreadBps */
                        spread?: string | number;
                        /** @description Spread in hundredths of a percent of the price */
                        spreadBps?: string | number;
                    } | {
                        /**
                         * @description How much worse than the quoted price a fill is. Default none
                         * @constant
                         */
                        model: "volumeShare";
                        /** @description Impact, as a fraction of the price, of an order as large as the candle’s volume. Default 0.1 */
                        coefficient?: string | number;
                        /** @description Largest impact, as a fraction of the price, and that of a candle without volume. Default 0.1 */
                        maximum?: string | number;
                    };
                    /**
                     * @description Which fills slip: those that took from the book, those of market orders, those that open or enlarge a position, or all. Default takers
                     * @enum {string}
                     */
                    slippageOn?: "takers" | "marketOrders" | "entries" | "everyFill";
                    /** @description Largest part of a candle's volume that an order takes; the rest keeps working. Default no bound */
                    participation?: string | number;
                    latency?: {
                        /** @description Whole candles that an order travels */
                        candles?: number;
                        /** @description Milliseconds that an order travels */
                        milliseconds?: number;
                    };
                    /**
                     * @description When attached exits begin to work. Default fill
                     * @enum {string}
                     */
                    bracketFrom?: "fill" | "nextCandle" | "whenUnambiguous";
                    /**
                     * @description When the limit of a triggered stop-limit begins to work. Default nextCandle
                     * @enum {string}
                     */
                    stopLimitFrom?: "fill" | "nextCandle" | "byColour";
                    /**
                     * @description Whether a trailing stop moves as the path's prices come or by the favourable extreme first. Default path
                     * @enum {string}
                     */
                    trailingPath?: "path" | "favourableFirst";
                    /**
                     * @description How many fills a symbol has in one candle. Default any
                     * @enum {string}
                     */
                    fillsPerCandle?: "any" | "one";
                    /**
                     * @description First candle that a strategy sees; afterWarmUp waits for every indicator. Default firstCandle
                     * @enum {string}
                     */
                    startFrom?: "firstCandle" | "afterWarmUp";
                    /**
                     * @description Whether positions stay open after the last candle or end at its close or open. Default keep
                     * @enum {string}
                     */
                    openTradesAtEnd?: "keep" | "close" | "closeAtOpen";
                    /** @description Smallest step of a quantity, in base units, of symbols whose rules give none. Default 0.00000001 */
                    lot?: string | number;
                };
                /** @description Market rules by symbol, '*' for every symbol that is not named. Default none */
                rules?: {
                    [key: string]: {
                        /** @description Step of a price in quote currency. Default any price */
                        tick?: string | number;
                        /** @description Step of a quantity in base units. Default execution.lot */
                        lot?: string | number;
                        /** @description Smallest price × quantity of an order in quote currency. Default none */
                        minimumValue?: string | number;
                        /** @description Largest quantity of an order in base units. Default none */
                        maximumQuantity?: string | number;
                    } | {
                        /** @description When these rules begin; only the first may leave it out and has always held */
                        from?: number | string;
                        /** @description Step of a price in quote currency. Default any price */
                        tick?: string | number;
                        /** @description Step of a quantity in base units. Default execution.lot */
                        lot?: string | number;
                        /** @description Smallest price × quantity of an order in quote currency. Default none */
                        minimumValue?: string | number;
                        /** @description Largest quantity of an order in base units. Default none */
                        maximumQuantity?: string | number;
                    }[];
                };
                statistics?: {
                    /** @description Candles in a year, for annualised figures. Default as observed in the series */
                    periodsPerYear?: number;
                    /**
                     * @description Whose definitions the statistics follow. Default tezgah
                     * @enum {string}
                     */
                    convention?: "tezgah" | "backtesting.py" | "empyrical" | "quantstats" | "freqtrade";
                    /** @description Risk-free return a year, as a fraction. Default 0 */
                    riskFreeRate?: number;
                };
                /** @description Run the best and the worst path as well and report the interval. Default false */
                bounds?: boolean;
                /** @description A whole number that every random draw of the run follows from. Default 0 */
                seed?: number;
            };
            /** @description Short for settings.account */
            account?: unknown;
            /** @description Short for settings.execution */
            execution?: unknown;
            /** @description Short for settings.statistics */
            statistics?: unknown;
            /** @description Short for settings.seed */
            seed?: unknown;
            /** @description What the run may reach; beyond it, it ends as failed */
            limits?: {
                /** @description Largest fall of equity from its peak, in percent */
                maxDrawdownPct?: number;
                /** @description Largest value of all positions together, quote currency */
                maxNotional?: number | string;
            };
        };
        RunSettings: {
            /**
             * @description Rules of another system as the defaults of the settings. Default conservative
             * @enum {string}
             */
            preset?: "conservative" | "backtesting.py" | "backtrader" | "freqtrade" | "vectorbt";
            account?: {
                /** @description Quote currency at the start. Default 100000 */
                initialCash?: string | number;
                /** @description Fee as a fraction of the traded value: 0.001 is 0.1 %. Default 0.001 */
                feeRate?: string | number;
                /** @description Fee of orders that rested in the book. Default feeRate */
                makerFeeRate?: string | number;
                /** @description Fee of orders that took from the book. Default feeRate */
                takerFeeRate?: string | number;
                fees?: {
                    /** @description Fee rates by traded value of the trailing 30 days, in place of the account's rates */
                    tiers?: {
                        /** @description Quote currency traded in the trailing 30 days from which these rates hold */
                        fromVolume: string | number;
                        /** @description Fee of orders that rested in the book, as a fraction */
                        makerFeeRate: string | number;
                        /** @description Fee of orders that took from the book, as a fraction */
                        takerFeeRate: string | number;
                    }[];
                    /** @description Quote currency per fill on top of the rate. Default 0 */
                    fixed?: string | number;
                    /** @description Quote currency that a fill pays at least. Default 0 */
                    minimum?: string | number;
                    /**
                     * @description Whether a buy's rate is paid on top in quote currency or out of the base bought. Default quote
                     * @enum {string}
                     */
                    currency?: "quote" | "base";
                };
                /**
                 * @description A margin account can sell short and borrow. Default spot
                 * @enum {string}
                 */
                model?: "spot" | "margin";
                /**
                 * @description One position for each symbol, or a long and a short one beside each other (margin only). Default netting
                 * @enum {string}
                 */
                positions?: "netting" | "hedging";
                /**
                 * @description Which lots a fill that reduces closes first. Default fifo
                 * @enum {string}
                 */
                lots?: "fifo" | "lifo" | "average";
                /** @description Exposure that one unit of equity carries (margin only). Default 1 */
                leverage?: string | number;
                /** @description Equity, as a fraction of the exposure, below which positions are liquidated (margin only). Default half of 1 / leverage */
                maintenanceMarginRate?: string | number;
                /** @description Interest on borrowed cash and on the value of shorts, a year, as a fraction (margin only). Default 0 */
                borrowRate?: string | number;
            };
            execution?: {
                /**
                 * @description When a market order decided at a close trades. Default nextOpen
                 * @enum {string}
                 */
                fillAt?: "nextOpen" | "close" | "nextClose";
                /**
                 * @description Whether a limit fills when the price trades through it, when it reaches it (targets excepted), or then with a chance. Default cross
                 * @enum {string}
                 */
                limitFill?: "cross" | "touch" | "touchExceptTargets" | "touchWithProbability";
                /** @description Chance that a touched limit fills; needed by, and only for, limitFill touchWithProbability */
                touchProbability?: number;
                /**
                 * @description Where a stop trades that the open is beyond. Default open
                 * @enum {string}
                 */
                stopGap?: "open" | "stop";
                /**
                 * @description Where a limit trades that the open is beyond. Default open
                 * @enum {string}
                 */
                limitGap?: "open" | "limit";
                /**
                 * @description Where a stop-limit trades whose stop the open is beyond. Default open
                 * @enum {string}
                 */
                stopLimitGap?: "open" | "stop" | "wholeCandle";
                /**
                 * @description The order of prices inside a candle. Default worst
                 * @enum {string}
                 */
                path?: "worst" | "best" | "openHighLowClose" | "openLowHighClose" | "nearestExtremeFirst" | "byColour" | "detail";
                /** @description Price move against a fill, in hundredths of a percent; short for slippage basisPoints. Default 0 */
                slippageBps?: string | number;
                slippage?: {
                    /**
                     * @description How much worse than the quoted price a fill is. Default none
                     * @constant
                     */
                    model: "none";
                } | {
                    /**
                     * @description How much worse than the quoted price a fill is. Default none
                     * @constant
                     */
                    model: "fixed";
                    /** @description Quote currency for each base unit */
                    amount: string | number;
                } | {
                    /**
                     * @description How much worse than the quoted price a fill is. Default none
                     * @constant
                     */
                    model: "basisPoints";
                    /** @description Hundredths of a percent of the price */
                    bps: string | number;
                } | {
                    /**
                     * @description How much worse than the quoted price a fill is. Default none
                     * @constant
                     */
                    model: "ticks";
                    /** @description Whole steps of the symbol's tick, which its rules must give */
                    ticks: number;
                } | {
                    /**
                     * @description How much worse than the quoted price a fill is. Default none
                     * @constant
                     */
                    model: "halfSpread";
                    /** @description Spread between bid and ask in quote currency; this or spreadBps */
                    spread?: string | number;
                    /** @description Spread in hundredths of a percent of the price */
                    spreadBps?: string | number;
                } | {
                    /**
                     * @description How much worse than the quoted price a fill is. Default none
                     * @constant
                     */
                    model: "volumeShare";
                    /** @description Impact, as a fraction of the price, of an order as large as the candle’s volume. Default 0.1 */
                    coefficient?: string | number;
                    /** @description Largest impact, as a fraction of the price, and that of a candle without volume. Default 0.1 */
                    maximum?: string | number;
                };
                /**
                 * @description Which fills slip: those that took from the book, those of market orders, those that open or enlarge a position, or all. Default takers
                 * @enum {string}
                 */
                slippageOn?: "takers" | "marketOrders" | "entries" | "everyFill";
                /** @description Largest part of a candle's volume that an order takes; the rest keeps working. Default no bound */
                participation?: string | number;
                latency?: {
                    /** @description Whole candles that an order travels */
                    candles?: number;
                    /** @description Milliseconds that an order travels */
                    milliseconds?: number;
                };
                /**
                 * @description When attached exits begin to work. Default fill
                 * @enum {string}
                 */
                bracketFrom?: "fill" | "nextCandle" | "whenUnambiguous";
                /**
                 * @description When the limit of a triggered stop-limit begins to work. Default nextCandle
                 * @enum {string}
                 */
                stopLimitFrom?: "fill" | "nextCandle" | "byColour";
                /**
                 * @description Whether a trailing stop moves as the path's prices come or by the favourable extreme first. Default path
                 * @enum {string}
                 */
                trailingPath?: "path" | "favourableFirst";
                /**
                 * @description How many fills a symbol has in one candle. Default any
                 * @enum {string}
                 */
                fillsPerCandle?: "any" | "one";
                /**
                 * @description First candle that a strategy sees; afterWarmUp waits for every indicator. Default firstCandle
                 * @enum {string}
                 */
                startFrom?: "firstCandle" | "afterWarmUp";
                /**
                 * @description Whether positions stay open after the last candle or end at its close or open. Default keep
                 * @enum {string}
                 */
                openTradesAtEnd?: "keep" | "close" | "closeAtOpen";
                /** @description Smallest step of a quantity, in base units, of symbols whose rules give none. Default 0.00000001 */
                lot?: string | number;
            };
            /** @description Market rules by symbol, '*' for every symbol that is not named. Default none */
            rules?: {
                [key: string]: {
                    /** @description Step of a price in quote currency. Default any price */
                    tick?: string | number;
                    /** @description Step of a quantity in base units. Default execution.lot */
                    lot?: string | number;
                    /** @description Smallest price × quantity of an order in quote currency. Default none */
                    minimumValue?: string | number;
                    /** @description Largest quantity of an order in base units. Default none */
                    maximumQuantity?: string | number;
                } | {
                    /** @description When these rules begin; only the first may leave it out and has always held */
                    from?: number | string;
                    /** @description Step of a price in quote currency. Default any price */
                    tick?: string | number;
                    /** @description Step of a quantity in base units. Default execution.lot */
                    lot?: string | number;
                    /** @description Smallest price × quantity of an order in quote currency. Default none */
                    minimumValue?: string | number;
                    /** @description Largest quantity of an order in base units. Default none */
                    maximumQuantity?: string | number;
                }[];
            };
            statistics?: {
                /** @description Candles in a year, for annualised figures. Default as observed in the series */
                periodsPerYear?: number;
                /**
                 * @description Whose definitions the statistics follow. Default tezgah
                 * @enum {string}
                 */
                convention?: "tezgah" | "backtesting.py" | "empyrical" | "quantstats" | "freqtrade";
                /** @description Risk-free return a year, as a fraction. Default 0 */
                riskFreeRate?: number;
            };
            /** @description Run the best and the worst path as well and report the interval. Default false */
            bounds?: boolean;
            /** @description A whole number that every random draw of the run follows from. Default 0 */
            seed?: number;
        };
        SettingDescription: {
            path: string;
            type: string;
            allowed: string;
            choices?: string[];
            description: string;
            /** @description What it decides: the description without the default */
            doc: string;
            /** @description What holds where it is not given; null where nothing does */
            default: string | null;
            /** @description Short name on the command line */
            flag: string | null;
            /** @description Place in the panel's form, from 1; null where the form does not have it */
            panel: number | null;
        };
        SettingList: {
            settings: components["schemas"]["SettingDescription"][];
            presets: {
                [key: string]: {
                    [key: string]: unknown;
                };
            };
        };
        Slo: {
            /** @description Start of the process, epoch milliseconds, UTC */
            since: number;
            /** @description Over which budgets are counted */
            windowMs: number;
            /** @description From the arrival of a start to its being on disk */
            startMs: components["schemas"]["Percentiles"];
            queueWaitMs: components["schemas"]["Percentiles"];
            runMs: components["schemas"]["Percentiles"];
            eventLoopDelayMs: {
                p50: number;
                p99: number;
                max: number;
            };
            freshness: {
                heartbeatAgeMs: number;
            };
            budgets: {
                availability: components["schemas"]["ErrorBudget"];
                start: components["schemas"]["ErrorBudget"];
            };
        };
        Spot: {
            /** @enum {string} */
            source: "btcturk" | "simulator" | "off";
            /**
             * @description Only what is live is the present price
             * @enum {string}
             */
            state: "live" | "connecting" | "stale";
            symbol: string;
            /** @description Exact decimal */
            last: string | null;
            /** @description Exact decimal */
            bid: string | null;
            /** @description Exact decimal */
            ask: string | null;
            /** @description Over 24 hours */
            change: string | null;
            /** @description When the exchange stamped it, epoch milliseconds, UTC */
            at: number | null;
            /** @description Since it came */
            ageMs: number | null;
            /** @description null: not known */
            clock: {
                /** @description By how much the clock of the exchange is ahead of this machine */
                offsetMs: number;
                /** @description The offset is wrong by no more */
                boundMs: number;
            } | null;
            reconnects: number;
            /** @description What went wrong last, while the price is not live */
            error: string | null;
        };
        StartVerdict: {
            /** @description Epoch milliseconds, UTC */
            at: number;
            job: string;
            strategy: string;
            operator: string;
            /** @enum {string} */
            verdict: "approved" | "refused";
            policies: components["schemas"]["PolicyName"][];
            overrides: string[];
        };
        StartedBacktest: {
            id: string;
            /** @constant */
            status: "queued";
        };
        Statistics: {
            /** @enum {string} */
            convention: "tezgah" | "backtesting.py" | "empyrical" | "quantstats" | "freqtrade";
            returns: {
                [key: string]: unknown;
            };
            risk: {
                [key: string]: unknown;
            };
            drawdown: {
                [key: string]: unknown;
            };
            ratios: {
                [key: string]: unknown;
            };
            activity: {
                [key: string]: unknown;
            };
            trades: {
                [key: string]: unknown;
            };
            /** @description Why a figure is null, by its path */
            notes: {
                [key: string]: unknown;
            };
        } & {
            [key: string]: unknown;
        };
        StoredResult: components["schemas"]["BacktestResult"] | ({
            /** @constant */
            schema: 1;
        } & {
            [key: string]: unknown;
        });
        StrategyDescription: {
            name: string;
            description?: string;
            /** @description JSON Schema */
            params: {
                [key: string]: unknown;
            };
        };
        StrategyList: {
            default: string;
            strategies: components["schemas"]["StrategyDescription"][];
        };
        /** @enum {string} */
        TradingMode: "active" | "reducing" | "halted";
    };
    responses: {
        /** @description invalid-request: The request is not valid; malformed-request: The request cannot be read */
        BadRequest: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description unauthorized: The admin token is missing or wrong */
        Unauthorized: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description forbidden: The role of this operator does not reach so far; cross-site: Another site may not send this */
        Forbidden: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description not-found: There is nothing here */
        NotFound: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description method-not-allowed: This method is not allowed here */
        MethodNotAllowed: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description too-late: The request took too long to arrive */
        RequestTimeout: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description not-finished: The backtest has no result yet; no-result: The backtest ended without a result; already-final: The backtest has ended already; key-reused: The idempotency key was sent with another request; dataset-exists: There is a dataset of this name already; not-reproducible: The result cannot be computed again; outside-limits: The run goes beyond what is approved; trading-halted: Nothing may be started now; refused-change: The guardrails refuse this; not-waiting: The backtest does not wait for other code or data; result-damaged: The stored result was damaged */
        Conflict: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description result-dropped: The result is not kept any more */
        Gone: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description body-too-large: The body is too large */
        PayloadTooLarge: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description uri-too-long: The address is too long */
        URITooLong: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description wrong-content-type: The body must be JSON */
        UnsupportedMediaType: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description wrong-host: This host name is not served here */
        MisdirectedRequest: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description rate-limited: Too many requests; too-many-failures: Too many wrong tokens; busy: Too much of this at once; queue-full: Too many unfinished backtests */
        TooManyRequests: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description too-many-headers: The request has too many headers */
        RequestHeaderFieldsTooLarge: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description internal: Something went wrong here */
        InternalServerError: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description audit-unavailable: The audit log cannot be written; store-unavailable: The job store cannot be written; too-slow: This took too long; guardrails-unavailable: The state of the guardrails cannot be written; shutting-down: The service is shutting down */
        ServiceUnavailable: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
    };
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    startBacktest: {
        parameters: {
            query?: {
                priority?: "high" | "normal" | "low";
                fresh?: "true" | "false";
            };
            header?: {
                /** @description The same key with the same body gives the first answer again; 1 to 255 visible ASCII characters */
                "idempotency-key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["RunRequest"];
            };
        };
        responses: {
            /** @description Start a backtest; 201 once it is on disk */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StartedBacktest"];
                };
            };
            /** @description malformed-request, invalid-request */
            400: components["responses"]["BadRequest"];
            /** @description unauthorized */
            401: components["responses"]["Unauthorized"];
            /** @description cross-site, forbidden */
            403: components["responses"]["Forbidden"];
            /** @description too-late */
            408: components["responses"]["RequestTimeout"];
            /** @description key-reused, outside-limits, trading-halted, refused-change */
            409: components["responses"]["Conflict"];
            /** @description body-too-large */
            413: components["responses"]["PayloadTooLarge"];
            /** @description wrong-content-type */
            415: components["responses"]["UnsupportedMediaType"];
            /** @description wrong-host */
            421: components["responses"]["MisdirectedRequest"];
            /** @description rate-limited, too-many-failures, queue-full */
            429: components["responses"]["TooManyRequests"];
            /** @description too-many-headers */
            431: components["responses"]["RequestHeaderFieldsTooLarge"];
            /** @description internal */
            500: components["responses"]["InternalServerError"];
            /** @description shutting-down, audit-unavailable, store-unavailable, guardrails-unavailable */
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    getBacktest: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A backtest and how far it is */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Backtest"];
                };
            };
            /** @description malformed-request, invalid-request */
            400: components["responses"]["BadRequest"];
            /** @description unauthorized */
            401: components["responses"]["Unauthorized"];
            /** @description cross-site */
            403: components["responses"]["Forbidden"];
            /** @description not-found */
            404: components["responses"]["NotFound"];
            /** @description too-late */
            408: components["responses"]["RequestTimeout"];
            /** @description uri-too-long */
            414: components["responses"]["URITooLong"];
            /** @description wrong-host */
            421: components["responses"]["MisdirectedRequest"];
            /** @description rate-limited, too-many-failures */
            429: components["responses"]["TooManyRequests"];
            /** @description too-many-headers */
            431: components["responses"]["RequestHeaderFieldsTooLarge"];
            /** @description internal */
            500: components["responses"]["InternalServerError"];
            /** @description shutting-down, store-unavailable */
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    cancelBacktest: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Cancel a backtest and free its core; 409 once it has ended */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Backtest"];
                };
            };
            /** @description malformed-request, invalid-request */
            400: components["responses"]["BadRequest"];
            /** @description unauthorized */
            401: components["responses"]["Unauthorized"];
            /** @description cross-site, forbidden */
            403: components["responses"]["Forbidden"];
            /** @description not-found */
            404: components["responses"]["NotFound"];
            /** @description too-late */
            408: components["responses"]["RequestTimeout"];
            /** @description already-final */
            409: components["responses"]["Conflict"];
            /** @description body-too-large */
            413: components["responses"]["PayloadTooLarge"];
            /** @description uri-too-long */
            414: components["responses"]["URITooLong"];
            /** @description wrong-content-type */
            415: components["responses"]["UnsupportedMediaType"];
            /** @description wrong-host */
            421: components["responses"]["MisdirectedRequest"];
            /** @description rate-limited, too-many-failures */
            429: components["responses"]["TooManyRequests"];
            /** @description too-many-headers */
            431: components["responses"]["RequestHeaderFieldsTooLarge"];
            /** @description internal */
            500: components["responses"]["InternalServerError"];
            /** @description shutting-down, audit-unavailable, store-unavailable */
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    getBacktestResult: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The result, byte for byte as the engine wrote it */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StoredResult"];
                };
            };
            /** @description malformed-request, invalid-request */
            400: components["responses"]["BadRequest"];
            /** @description unauthorized */
            401: components["responses"]["Unauthorized"];
            /** @description cross-site */
            403: components["responses"]["Forbidden"];
            /** @description not-found */
            404: components["responses"]["NotFound"];
            /** @description too-late */
            408: components["responses"]["RequestTimeout"];
            /** @description not-finished, no-result, result-damaged */
            409: components["responses"]["Conflict"];
            /** @description result-dropped */
            410: components["responses"]["Gone"];
            /** @description uri-too-long */
            414: components["responses"]["URITooLong"];
            /** @description wrong-host */
            421: components["responses"]["MisdirectedRequest"];
            /** @description rate-limited, too-many-failures */
            429: components["responses"]["TooManyRequests"];
            /** @description too-many-headers */
            431: components["responses"]["RequestHeaderFieldsTooLarge"];
            /** @description internal */
            500: components["responses"]["InternalServerError"];
            /** @description shutting-down, store-unavailable */
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    listBacktests: {
        parameters: {
            query?: {
                limit?: string;
                cursor?: string;
                status?: "queued" | "running" | "done" | "failed" | "cancelled";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Backtests, newest first */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BacktestList"];
                };
            };
            /** @description malformed-request, invalid-request */
            400: components["responses"]["BadRequest"];
            /** @description unauthorized */
            401: components["responses"]["Unauthorized"];
            /** @description cross-site */
            403: components["responses"]["Forbidden"];
            /** @description too-late */
            408: components["responses"]["RequestTimeout"];
            /** @description wrong-host */
            421: components["responses"]["MisdirectedRequest"];
            /** @description rate-limited, too-many-failures */
            429: components["responses"]["TooManyRequests"];
            /** @description too-many-headers */
            431: components["responses"]["RequestHeaderFieldsTooLarge"];
            /** @description internal */
            500: components["responses"]["InternalServerError"];
            /** @description shutting-down, store-unavailable */
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    readdressBacktest: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Let a backtest that waits run with the code and data of today */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Backtest"];
                };
            };
            /** @description malformed-request, invalid-request */
            400: components["responses"]["BadRequest"];
            /** @description unauthorized */
            401: components["responses"]["Unauthorized"];
            /** @description cross-site, forbidden */
            403: components["responses"]["Forbidden"];
            /** @description not-found */
            404: components["responses"]["NotFound"];
            /** @description too-late */
            408: components["responses"]["RequestTimeout"];
            /** @description not-waiting */
            409: components["responses"]["Conflict"];
            /** @description body-too-large */
            413: components["responses"]["PayloadTooLarge"];
            /** @description uri-too-long */
            414: components["responses"]["URITooLong"];
            /** @description wrong-content-type */
            415: components["responses"]["UnsupportedMediaType"];
            /** @description wrong-host */
            421: components["responses"]["MisdirectedRequest"];
            /** @description rate-limited, too-many-failures */
            429: components["responses"]["TooManyRequests"];
            /** @description too-many-headers */
            431: components["responses"]["RequestHeaderFieldsTooLarge"];
            /** @description internal */
            500: components["responses"]["InternalServerError"];
            /** @description shutting-down, audit-unavailable, store-unavailable */
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    getBacktestTrades: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The trades, one line each */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/csv": unknown;
                };
            };
            /** @description malformed-request, invalid-request */
            400: components["responses"]["BadRequest"];
            /** @description unauthorized */
            401: components["responses"]["Unauthorized"];
            /** @description cross-site */
            403: components["responses"]["Forbidden"];
            /** @description not-found */
            404: components["responses"]["NotFound"];
            /** @description too-late */
            408: components["responses"]["RequestTimeout"];
            /** @description not-finished, no-result, result-damaged */
            409: components["responses"]["Conflict"];
            /** @description result-dropped */
            410: components["responses"]["Gone"];
            /** @description uri-too-long */
            414: components["responses"]["URITooLong"];
            /** @description wrong-host */
            421: components["responses"]["MisdirectedRequest"];
            /** @description rate-limited, too-many-failures, busy */
            429: components["responses"]["TooManyRequests"];
            /** @description too-many-headers */
            431: components["responses"]["RequestHeaderFieldsTooLarge"];
            /** @description internal */
            500: components["responses"]["InternalServerError"];
            /** @description shutting-down, store-unavailable, too-slow */
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    getBacktestStatistics: {
        parameters: {
            query?: {
                convention?: "tezgah" | "backtesting.py" | "empyrical" | "quantstats" | "freqtrade";
                riskFreeRate?: string;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Every statistic, under a convention; computed when asked for */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Statistics"];
                };
            };
            /** @description malformed-request, invalid-request */
            400: components["responses"]["BadRequest"];
            /** @description unauthorized */
            401: components["responses"]["Unauthorized"];
            /** @description cross-site */
            403: components["responses"]["Forbidden"];
            /** @description not-found */
            404: components["responses"]["NotFound"];
            /** @description too-late */
            408: components["responses"]["RequestTimeout"];
            /** @description not-finished, no-result, result-damaged, not-reproducible */
            409: components["responses"]["Conflict"];
            /** @description result-dropped */
            410: components["responses"]["Gone"];
            /** @description uri-too-long */
            414: components["responses"]["URITooLong"];
            /** @description wrong-host */
            421: components["responses"]["MisdirectedRequest"];
            /** @description rate-limited, too-many-failures, busy */
            429: components["responses"]["TooManyRequests"];
            /** @description too-many-headers */
            431: components["responses"]["RequestHeaderFieldsTooLarge"];
            /** @description internal */
            500: components["responses"]["InternalServerError"];
            /** @description shutting-down, store-unavailable, too-slow */
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    listStrategies: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Strategies, their parameters as JSON Schema */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StrategyList"];
                };
            };
            /** @description malformed-request, invalid-request */
            400: components["responses"]["BadRequest"];
            /** @description unauthorized */
            401: components["responses"]["Unauthorized"];
            /** @description cross-site */
            403: components["responses"]["Forbidden"];
            /** @description too-late */
            408: components["responses"]["RequestTimeout"];
            /** @description wrong-host */
            421: components["responses"]["MisdirectedRequest"];
            /** @description rate-limited, too-many-failures */
            429: components["responses"]["TooManyRequests"];
            /** @description too-many-headers */
            431: components["responses"]["RequestHeaderFieldsTooLarge"];
            /** @description internal */
            500: components["responses"]["InternalServerError"];
            /** @description shutting-down */
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    listSettings: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Every setting of a run, and what each preset makes of it */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SettingList"];
                };
            };
            /** @description malformed-request, invalid-request */
            400: components["responses"]["BadRequest"];
            /** @description unauthorized */
            401: components["responses"]["Unauthorized"];
            /** @description cross-site */
            403: components["responses"]["Forbidden"];
            /** @description too-late */
            408: components["responses"]["RequestTimeout"];
            /** @description wrong-host */
            421: components["responses"]["MisdirectedRequest"];
            /** @description rate-limited, too-many-failures */
            429: components["responses"]["TooManyRequests"];
            /** @description too-many-headers */
            431: components["responses"]["RequestHeaderFieldsTooLarge"];
            /** @description internal */
            500: components["responses"]["InternalServerError"];
            /** @description shutting-down */
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    listDatasets: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Datasets with source and licence */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DatasetList"];
                };
            };
            /** @description malformed-request, invalid-request */
            400: components["responses"]["BadRequest"];
            /** @description unauthorized */
            401: components["responses"]["Unauthorized"];
            /** @description cross-site */
            403: components["responses"]["Forbidden"];
            /** @description too-late */
            408: components["responses"]["RequestTimeout"];
            /** @description wrong-host */
            421: components["responses"]["MisdirectedRequest"];
            /** @description rate-limited, too-many-failures */
            429: components["responses"]["TooManyRequests"];
            /** @description too-many-headers */
            431: components["responses"]["RequestHeaderFieldsTooLarge"];
            /** @description internal */
            500: components["responses"]["InternalServerError"];
            /** @description shutting-down */
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    addDataset: {
        parameters: {
            query: {
                id: string;
                title: string;
                symbol: string;
                interval: string;
                source: string;
                licence: string;
                synthetic: "true" | "false";
                sha256?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "text/csv": unknown;
                "application/vnd.apache.parquet": unknown;
            };
        };
        responses: {
            /** @description Add a dataset: the body is its file, the query its manifest; whole or not at all, and never over another */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Dataset"];
                };
            };
            /** @description malformed-request, invalid-request */
            400: components["responses"]["BadRequest"];
            /** @description unauthorized */
            401: components["responses"]["Unauthorized"];
            /** @description cross-site, forbidden */
            403: components["responses"]["Forbidden"];
            /** @description too-late */
            408: components["responses"]["RequestTimeout"];
            /** @description dataset-exists */
            409: components["responses"]["Conflict"];
            /** @description body-too-large */
            413: components["responses"]["PayloadTooLarge"];
            /** @description wrong-content-type */
            415: components["responses"]["UnsupportedMediaType"];
            /** @description wrong-host */
            421: components["responses"]["MisdirectedRequest"];
            /** @description rate-limited, too-many-failures, busy */
            429: components["responses"]["TooManyRequests"];
            /** @description too-many-headers */
            431: components["responses"]["RequestHeaderFieldsTooLarge"];
            /** @description internal */
            500: components["responses"]["InternalServerError"];
            /** @description shutting-down, audit-unavailable */
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    getCandles: {
        parameters: {
            query?: {
                from?: string;
                to?: string;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Candles in columns */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Candles"];
                };
            };
            /** @description malformed-request, invalid-request */
            400: components["responses"]["BadRequest"];
            /** @description unauthorized */
            401: components["responses"]["Unauthorized"];
            /** @description cross-site */
            403: components["responses"]["Forbidden"];
            /** @description not-found */
            404: components["responses"]["NotFound"];
            /** @description too-late */
            408: components["responses"]["RequestTimeout"];
            /** @description uri-too-long */
            414: components["responses"]["URITooLong"];
            /** @description wrong-host */
            421: components["responses"]["MisdirectedRequest"];
            /** @description rate-limited, too-many-failures */
            429: components["responses"]["TooManyRequests"];
            /** @description too-many-headers */
            431: components["responses"]["RequestHeaderFieldsTooLarge"];
            /** @description internal */
            500: components["responses"]["InternalServerError"];
            /** @description shutting-down */
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    listAuditRecords: {
        parameters: {
            query?: {
                limit?: string;
                cursor?: string;
                order?: "oldest" | "newest";
                actor?: string;
                action?: string;
                subject?: string;
                outcome?: "success" | "failure" | "refused" | "unknown";
                correlationId?: string;
                from?: string;
                to?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Records of the audit log, and where the next page begins */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AuditPage"];
                };
            };
            /** @description malformed-request, invalid-request */
            400: components["responses"]["BadRequest"];
            /** @description unauthorized */
            401: components["responses"]["Unauthorized"];
            /** @description cross-site, forbidden */
            403: components["responses"]["Forbidden"];
            /** @description too-late */
            408: components["responses"]["RequestTimeout"];
            /** @description wrong-host */
            421: components["responses"]["MisdirectedRequest"];
            /** @description rate-limited, too-many-failures, busy */
            429: components["responses"]["TooManyRequests"];
            /** @description too-many-headers */
            431: components["responses"]["RequestHeaderFieldsTooLarge"];
            /** @description internal */
            500: components["responses"]["InternalServerError"];
            /** @description shutting-down, too-slow */
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    verifyAudit: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Whether the audit log is as it was written, and how old this verdict is */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AuditVerification"];
                };
            };
            /** @description malformed-request, invalid-request */
            400: components["responses"]["BadRequest"];
            /** @description unauthorized */
            401: components["responses"]["Unauthorized"];
            /** @description cross-site, forbidden */
            403: components["responses"]["Forbidden"];
            /** @description too-late */
            408: components["responses"]["RequestTimeout"];
            /** @description wrong-host */
            421: components["responses"]["MisdirectedRequest"];
            /** @description rate-limited, too-many-failures, busy */
            429: components["responses"]["TooManyRequests"];
            /** @description too-many-headers */
            431: components["responses"]["RequestHeaderFieldsTooLarge"];
            /** @description internal */
            500: components["responses"]["InternalServerError"];
            /** @description shutting-down, too-slow */
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    getAuditCheckpoint: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The newest signed checkpoint of the audit log */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AuditCheckpoint"];
                };
            };
            /** @description malformed-request, invalid-request */
            400: components["responses"]["BadRequest"];
            /** @description unauthorized */
            401: components["responses"]["Unauthorized"];
            /** @description cross-site, forbidden */
            403: components["responses"]["Forbidden"];
            /** @description not-found */
            404: components["responses"]["NotFound"];
            /** @description too-late */
            408: components["responses"]["RequestTimeout"];
            /** @description wrong-host */
            421: components["responses"]["MisdirectedRequest"];
            /** @description rate-limited, too-many-failures */
            429: components["responses"]["TooManyRequests"];
            /** @description too-many-headers */
            431: components["responses"]["RequestHeaderFieldsTooLarge"];
            /** @description internal */
            500: components["responses"]["InternalServerError"];
            /** @description shutting-down */
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    proveAuditRecord: {
        parameters: {
            query?: {
                size?: string;
            };
            header?: never;
            path: {
                seq: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description That a record is in the log, RFC 9162 */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["InclusionProof"];
                };
            };
            /** @description malformed-request, invalid-request */
            400: components["responses"]["BadRequest"];
            /** @description unauthorized */
            401: components["responses"]["Unauthorized"];
            /** @description cross-site, forbidden */
            403: components["responses"]["Forbidden"];
            /** @description not-found */
            404: components["responses"]["NotFound"];
            /** @description too-late */
            408: components["responses"]["RequestTimeout"];
            /** @description uri-too-long */
            414: components["responses"]["URITooLong"];
            /** @description wrong-host */
            421: components["responses"]["MisdirectedRequest"];
            /** @description rate-limited, too-many-failures, busy */
            429: components["responses"]["TooManyRequests"];
            /** @description too-many-headers */
            431: components["responses"]["RequestHeaderFieldsTooLarge"];
            /** @description internal */
            500: components["responses"]["InternalServerError"];
            /** @description shutting-down, too-slow */
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    proveAuditGrowth: {
        parameters: {
            query: {
                from: string;
                to?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description That the log only grew, RFC 9162 */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ConsistencyProof"];
                };
            };
            /** @description malformed-request, invalid-request */
            400: components["responses"]["BadRequest"];
            /** @description unauthorized */
            401: components["responses"]["Unauthorized"];
            /** @description cross-site, forbidden */
            403: components["responses"]["Forbidden"];
            /** @description not-found */
            404: components["responses"]["NotFound"];
            /** @description too-late */
            408: components["responses"]["RequestTimeout"];
            /** @description wrong-host */
            421: components["responses"]["MisdirectedRequest"];
            /** @description rate-limited, too-many-failures, busy */
            429: components["responses"]["TooManyRequests"];
            /** @description too-many-headers */
            431: components["responses"]["RequestHeaderFieldsTooLarge"];
            /** @description internal */
            500: components["responses"]["InternalServerError"];
            /** @description shutting-down, too-slow */
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    getPolicies: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What every start is judged by, and what is approved */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Policies"];
                };
            };
            /** @description malformed-request, invalid-request */
            400: components["responses"]["BadRequest"];
            /** @description unauthorized */
            401: components["responses"]["Unauthorized"];
            /** @description cross-site, forbidden */
            403: components["responses"]["Forbidden"];
            /** @description too-late */
            408: components["responses"]["RequestTimeout"];
            /** @description wrong-host */
            421: components["responses"]["MisdirectedRequest"];
            /** @description rate-limited, too-many-failures */
            429: components["responses"]["TooManyRequests"];
            /** @description too-many-headers */
            431: components["responses"]["RequestHeaderFieldsTooLarge"];
            /** @description internal */
            500: components["responses"]["InternalServerError"];
            /** @description shutting-down, guardrails-unavailable */
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    getRisk: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Mode, limits with what is left of them, overrides in force, last verdicts */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Risk"];
                };
            };
            /** @description malformed-request, invalid-request */
            400: components["responses"]["BadRequest"];
            /** @description unauthorized */
            401: components["responses"]["Unauthorized"];
            /** @description cross-site, forbidden */
            403: components["responses"]["Forbidden"];
            /** @description too-late */
            408: components["responses"]["RequestTimeout"];
            /** @description wrong-host */
            421: components["responses"]["MisdirectedRequest"];
            /** @description rate-limited, too-many-failures */
            429: components["responses"]["TooManyRequests"];
            /** @description too-many-headers */
            431: components["responses"]["RequestHeaderFieldsTooLarge"];
            /** @description internal */
            500: components["responses"]["InternalServerError"];
            /** @description shutting-down, guardrails-unavailable */
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    killTrading: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    /**
                     * @default halted
                     * @enum {string}
                     */
                    to?: "halted" | "reducing";
                    /** @description Why, in words */
                    reason: string;
                };
            };
        };
        responses: {
            /** @description Halt, or only reduce: from now on nothing is started */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Risk"];
                };
            };
            /** @description malformed-request, invalid-request */
            400: components["responses"]["BadRequest"];
            /** @description unauthorized */
            401: components["responses"]["Unauthorized"];
            /** @description cross-site, forbidden */
            403: components["responses"]["Forbidden"];
            /** @description not-found */
            404: components["responses"]["NotFound"];
            /** @description too-late */
            408: components["responses"]["RequestTimeout"];
            /** @description refused-change */
            409: components["responses"]["Conflict"];
            /** @description body-too-large */
            413: components["responses"]["PayloadTooLarge"];
            /** @description wrong-content-type */
            415: components["responses"]["UnsupportedMediaType"];
            /** @description wrong-host */
            421: components["responses"]["MisdirectedRequest"];
            /** @description rate-limited, too-many-failures */
            429: components["responses"]["TooManyRequests"];
            /** @description too-many-headers */
            431: components["responses"]["RequestHeaderFieldsTooLarge"];
            /** @description internal */
            500: components["responses"]["InternalServerError"];
            /** @description shutting-down, audit-unavailable, guardrails-unavailable */
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    requestRearm: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    /**
                     * @default active
                     * @enum {string}
                     */
                    to?: "active" | "reducing";
                    /** @description Why, in words */
                    reason: string;
                    /** @description Within a day; by default in 15 minutes */
                    expiresAt?: number;
                };
            };
        };
        responses: {
            /** @description Ask for a better mode; another person has to approve */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Risk"];
                };
            };
            /** @description malformed-request, invalid-request */
            400: components["responses"]["BadRequest"];
            /** @description unauthorized */
            401: components["responses"]["Unauthorized"];
            /** @description cross-site, forbidden */
            403: components["responses"]["Forbidden"];
            /** @description not-found */
            404: components["responses"]["NotFound"];
            /** @description too-late */
            408: components["responses"]["RequestTimeout"];
            /** @description refused-change */
            409: components["responses"]["Conflict"];
            /** @description body-too-large */
            413: components["responses"]["PayloadTooLarge"];
            /** @description wrong-content-type */
            415: components["responses"]["UnsupportedMediaType"];
            /** @description wrong-host */
            421: components["responses"]["MisdirectedRequest"];
            /** @description rate-limited, too-many-failures */
            429: components["responses"]["TooManyRequests"];
            /** @description too-many-headers */
            431: components["responses"]["RequestHeaderFieldsTooLarge"];
            /** @description internal */
            500: components["responses"]["InternalServerError"];
            /** @description shutting-down, audit-unavailable, guardrails-unavailable */
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    approveRearm: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": Record<string, never>;
            };
        };
        responses: {
            /** @description Re-arm, as the second person */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Risk"];
                };
            };
            /** @description malformed-request, invalid-request */
            400: components["responses"]["BadRequest"];
            /** @description unauthorized */
            401: components["responses"]["Unauthorized"];
            /** @description cross-site, forbidden */
            403: components["responses"]["Forbidden"];
            /** @description not-found */
            404: components["responses"]["NotFound"];
            /** @description too-late */
            408: components["responses"]["RequestTimeout"];
            /** @description refused-change */
            409: components["responses"]["Conflict"];
            /** @description body-too-large */
            413: components["responses"]["PayloadTooLarge"];
            /** @description uri-too-long */
            414: components["responses"]["URITooLong"];
            /** @description wrong-content-type */
            415: components["responses"]["UnsupportedMediaType"];
            /** @description wrong-host */
            421: components["responses"]["MisdirectedRequest"];
            /** @description rate-limited, too-many-failures */
            429: components["responses"]["TooManyRequests"];
            /** @description too-many-headers */
            431: components["responses"]["RequestHeaderFieldsTooLarge"];
            /** @description internal */
            500: components["responses"]["InternalServerError"];
            /** @description shutting-down, audit-unavailable, guardrails-unavailable */
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    listProposals: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description All open proposals and the last 50 others, newest first */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProposalList"];
                };
            };
            /** @description malformed-request, invalid-request */
            400: components["responses"]["BadRequest"];
            /** @description unauthorized */
            401: components["responses"]["Unauthorized"];
            /** @description cross-site, forbidden */
            403: components["responses"]["Forbidden"];
            /** @description too-late */
            408: components["responses"]["RequestTimeout"];
            /** @description wrong-host */
            421: components["responses"]["MisdirectedRequest"];
            /** @description rate-limited, too-many-failures */
            429: components["responses"]["TooManyRequests"];
            /** @description too-many-headers */
            431: components["responses"]["RequestHeaderFieldsTooLarge"];
            /** @description internal */
            500: components["responses"]["InternalServerError"];
            /** @description shutting-down, guardrails-unavailable */
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    createProposal: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    /** @description All that shall be approved, not only what changes */
                    target: components["schemas"]["Approved"];
                    /** @description Why, in words */
                    reason: string;
                    /** @description Within 30 days; by default in one day */
                    expiresAt?: number;
                };
            };
        };
        responses: {
            /** @description Propose what shall be approved */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Proposal"];
                };
            };
            /** @description malformed-request, invalid-request */
            400: components["responses"]["BadRequest"];
            /** @description unauthorized */
            401: components["responses"]["Unauthorized"];
            /** @description cross-site, forbidden */
            403: components["responses"]["Forbidden"];
            /** @description not-found */
            404: components["responses"]["NotFound"];
            /** @description too-late */
            408: components["responses"]["RequestTimeout"];
            /** @description refused-change */
            409: components["responses"]["Conflict"];
            /** @description body-too-large */
            413: components["responses"]["PayloadTooLarge"];
            /** @description wrong-content-type */
            415: components["responses"]["UnsupportedMediaType"];
            /** @description wrong-host */
            421: components["responses"]["MisdirectedRequest"];
            /** @description rate-limited, too-many-failures */
            429: components["responses"]["TooManyRequests"];
            /** @description too-many-headers */
            431: components["responses"]["RequestHeaderFieldsTooLarge"];
            /** @description internal */
            500: components["responses"]["InternalServerError"];
            /** @description shutting-down, audit-unavailable, guardrails-unavailable */
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    amendProposal: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    /** @description All that shall be approved, not only what changes */
                    target: components["schemas"]["Approved"];
                    /** @description Why, in words */
                    reason: string;
                    /** @description Within 30 days; by default in one day */
                    expiresAt?: number;
                };
            };
        };
        responses: {
            /** @description Replace a proposal of yours; approvals are lost */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Proposal"];
                };
            };
            /** @description malformed-request, invalid-request */
            400: components["responses"]["BadRequest"];
            /** @description unauthorized */
            401: components["responses"]["Unauthorized"];
            /** @description cross-site, forbidden */
            403: components["responses"]["Forbidden"];
            /** @description not-found */
            404: components["responses"]["NotFound"];
            /** @description too-late */
            408: components["responses"]["RequestTimeout"];
            /** @description refused-change */
            409: components["responses"]["Conflict"];
            /** @description body-too-large */
            413: components["responses"]["PayloadTooLarge"];
            /** @description uri-too-long */
            414: components["responses"]["URITooLong"];
            /** @description wrong-content-type */
            415: components["responses"]["UnsupportedMediaType"];
            /** @description wrong-host */
            421: components["responses"]["MisdirectedRequest"];
            /** @description rate-limited, too-many-failures */
            429: components["responses"]["TooManyRequests"];
            /** @description too-many-headers */
            431: components["responses"]["RequestHeaderFieldsTooLarge"];
            /** @description internal */
            500: components["responses"]["InternalServerError"];
            /** @description shutting-down, audit-unavailable, guardrails-unavailable */
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    approveProposal: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    /** @description What the approver saw */
                    content: string;
                };
            };
        };
        responses: {
            /** @description Approve the proposal of another person */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Proposal"];
                };
            };
            /** @description malformed-request, invalid-request */
            400: components["responses"]["BadRequest"];
            /** @description unauthorized */
            401: components["responses"]["Unauthorized"];
            /** @description cross-site, forbidden */
            403: components["responses"]["Forbidden"];
            /** @description not-found */
            404: components["responses"]["NotFound"];
            /** @description too-late */
            408: components["responses"]["RequestTimeout"];
            /** @description refused-change */
            409: components["responses"]["Conflict"];
            /** @description body-too-large */
            413: components["responses"]["PayloadTooLarge"];
            /** @description uri-too-long */
            414: components["responses"]["URITooLong"];
            /** @description wrong-content-type */
            415: components["responses"]["UnsupportedMediaType"];
            /** @description wrong-host */
            421: components["responses"]["MisdirectedRequest"];
            /** @description rate-limited, too-many-failures */
            429: components["responses"]["TooManyRequests"];
            /** @description too-many-headers */
            431: components["responses"]["RequestHeaderFieldsTooLarge"];
            /** @description internal */
            500: components["responses"]["InternalServerError"];
            /** @description shutting-down, audit-unavailable, guardrails-unavailable */
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    rejectProposal: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    /** @description Why, in words */
                    reason: string;
                };
            };
        };
        responses: {
            /** @description Reject the proposal of another person */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Proposal"];
                };
            };
            /** @description malformed-request, invalid-request */
            400: components["responses"]["BadRequest"];
            /** @description unauthorized */
            401: components["responses"]["Unauthorized"];
            /** @description cross-site, forbidden */
            403: components["responses"]["Forbidden"];
            /** @description not-found */
            404: components["responses"]["NotFound"];
            /** @description too-late */
            408: components["responses"]["RequestTimeout"];
            /** @description refused-change */
            409: components["responses"]["Conflict"];
            /** @description body-too-large */
            413: components["responses"]["PayloadTooLarge"];
            /** @description uri-too-long */
            414: components["responses"]["URITooLong"];
            /** @description wrong-content-type */
            415: components["responses"]["UnsupportedMediaType"];
            /** @description wrong-host */
            421: components["responses"]["MisdirectedRequest"];
            /** @description rate-limited, too-many-failures */
            429: components["responses"]["TooManyRequests"];
            /** @description too-many-headers */
            431: components["responses"]["RequestHeaderFieldsTooLarge"];
            /** @description internal */
            500: components["responses"]["InternalServerError"];
            /** @description shutting-down, audit-unavailable, guardrails-unavailable */
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    withdrawProposal: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    /** @description Why, in words */
                    reason: string;
                };
            };
        };
        responses: {
            /** @description Withdraw a proposal of yours */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Proposal"];
                };
            };
            /** @description malformed-request, invalid-request */
            400: components["responses"]["BadRequest"];
            /** @description unauthorized */
            401: components["responses"]["Unauthorized"];
            /** @description cross-site, forbidden */
            403: components["responses"]["Forbidden"];
            /** @description not-found */
            404: components["responses"]["NotFound"];
            /** @description too-late */
            408: components["responses"]["RequestTimeout"];
            /** @description refused-change */
            409: components["responses"]["Conflict"];
            /** @description body-too-large */
            413: components["responses"]["PayloadTooLarge"];
            /** @description uri-too-long */
            414: components["responses"]["URITooLong"];
            /** @description wrong-content-type */
            415: components["responses"]["UnsupportedMediaType"];
            /** @description wrong-host */
            421: components["responses"]["MisdirectedRequest"];
            /** @description rate-limited, too-many-failures */
            429: components["responses"]["TooManyRequests"];
            /** @description too-many-headers */
            431: components["responses"]["RequestHeaderFieldsTooLarge"];
            /** @description internal */
            500: components["responses"]["InternalServerError"];
            /** @description shutting-down, audit-unavailable, guardrails-unavailable */
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    applyProposal: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": Record<string, never>;
            };
        };
        responses: {
            /** @description Put an approved proposal into force, once */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Proposal"];
                };
            };
            /** @description malformed-request, invalid-request */
            400: components["responses"]["BadRequest"];
            /** @description unauthorized */
            401: components["responses"]["Unauthorized"];
            /** @description cross-site, forbidden */
            403: components["responses"]["Forbidden"];
            /** @description not-found */
            404: components["responses"]["NotFound"];
            /** @description too-late */
            408: components["responses"]["RequestTimeout"];
            /** @description refused-change */
            409: components["responses"]["Conflict"];
            /** @description body-too-large */
            413: components["responses"]["PayloadTooLarge"];
            /** @description uri-too-long */
            414: components["responses"]["URITooLong"];
            /** @description wrong-content-type */
            415: components["responses"]["UnsupportedMediaType"];
            /** @description wrong-host */
            421: components["responses"]["MisdirectedRequest"];
            /** @description rate-limited, too-many-failures */
            429: components["responses"]["TooManyRequests"];
            /** @description too-many-headers */
            431: components["responses"]["RequestHeaderFieldsTooLarge"];
            /** @description internal */
            500: components["responses"]["InternalServerError"];
            /** @description shutting-down, audit-unavailable, guardrails-unavailable */
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    applyProposalInEmergency: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    /** @description Why, in words */
                    reason: string;
                };
            };
        };
        responses: {
            /** @description Put a proposal into force alone; rings the alarm */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Proposal"];
                };
            };
            /** @description malformed-request, invalid-request */
            400: components["responses"]["BadRequest"];
            /** @description unauthorized */
            401: components["responses"]["Unauthorized"];
            /** @description cross-site, forbidden */
            403: components["responses"]["Forbidden"];
            /** @description not-found */
            404: components["responses"]["NotFound"];
            /** @description too-late */
            408: components["responses"]["RequestTimeout"];
            /** @description refused-change */
            409: components["responses"]["Conflict"];
            /** @description body-too-large */
            413: components["responses"]["PayloadTooLarge"];
            /** @description uri-too-long */
            414: components["responses"]["URITooLong"];
            /** @description wrong-content-type */
            415: components["responses"]["UnsupportedMediaType"];
            /** @description wrong-host */
            421: components["responses"]["MisdirectedRequest"];
            /** @description rate-limited, too-many-failures */
            429: components["responses"]["TooManyRequests"];
            /** @description too-many-headers */
            431: components["responses"]["RequestHeaderFieldsTooLarge"];
            /** @description internal */
            500: components["responses"]["InternalServerError"];
            /** @description shutting-down, audit-unavailable, guardrails-unavailable */
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    listOverrides: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description All overrides that are or may come into force, and the last 50 others, newest first */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OverrideList"];
                };
            };
            /** @description malformed-request, invalid-request */
            400: components["responses"]["BadRequest"];
            /** @description unauthorized */
            401: components["responses"]["Unauthorized"];
            /** @description cross-site, forbidden */
            403: components["responses"]["Forbidden"];
            /** @description too-late */
            408: components["responses"]["RequestTimeout"];
            /** @description wrong-host */
            421: components["responses"]["MisdirectedRequest"];
            /** @description rate-limited, too-many-failures */
            429: components["responses"]["TooManyRequests"];
            /** @description too-many-headers */
            431: components["responses"]["RequestHeaderFieldsTooLarge"];
            /** @description internal */
            500: components["responses"]["InternalServerError"];
            /** @description shutting-down, guardrails-unavailable */
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    requestOverride: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    policies: ("approved-parameters" | "max-drawdown" | "max-notional")[];
                    /**
                     * @description Ids of datasets
                     * @default all
                     */
                    symbols?: "all" | string[];
                    /** @description By default now */
                    from?: number;
                    /** @description At most 7 days after from */
                    until: number;
                    /** @default 1 */
                    maxUses?: number;
                    /** @description Why, in words */
                    reason: string;
                };
            };
        };
        responses: {
            /** @description Ask for an override; another person has to approve */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Override"];
                };
            };
            /** @description malformed-request, invalid-request */
            400: components["responses"]["BadRequest"];
            /** @description unauthorized */
            401: components["responses"]["Unauthorized"];
            /** @description cross-site, forbidden */
            403: components["responses"]["Forbidden"];
            /** @description not-found */
            404: components["responses"]["NotFound"];
            /** @description too-late */
            408: components["responses"]["RequestTimeout"];
            /** @description refused-change */
            409: components["responses"]["Conflict"];
            /** @description body-too-large */
            413: components["responses"]["PayloadTooLarge"];
            /** @description wrong-content-type */
            415: components["responses"]["UnsupportedMediaType"];
            /** @description wrong-host */
            421: components["responses"]["MisdirectedRequest"];
            /** @description rate-limited, too-many-failures */
            429: components["responses"]["TooManyRequests"];
            /** @description too-many-headers */
            431: components["responses"]["RequestHeaderFieldsTooLarge"];
            /** @description internal */
            500: components["responses"]["InternalServerError"];
            /** @description shutting-down, audit-unavailable, guardrails-unavailable */
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    approveOverride: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    /** @description What the approver saw */
                    content: string;
                };
            };
        };
        responses: {
            /** @description Approve an override, as the second person */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Override"];
                };
            };
            /** @description malformed-request, invalid-request */
            400: components["responses"]["BadRequest"];
            /** @description unauthorized */
            401: components["responses"]["Unauthorized"];
            /** @description cross-site, forbidden */
            403: components["responses"]["Forbidden"];
            /** @description not-found */
            404: components["responses"]["NotFound"];
            /** @description too-late */
            408: components["responses"]["RequestTimeout"];
            /** @description refused-change */
            409: components["responses"]["Conflict"];
            /** @description body-too-large */
            413: components["responses"]["PayloadTooLarge"];
            /** @description uri-too-long */
            414: components["responses"]["URITooLong"];
            /** @description wrong-content-type */
            415: components["responses"]["UnsupportedMediaType"];
            /** @description wrong-host */
            421: components["responses"]["MisdirectedRequest"];
            /** @description rate-limited, too-many-failures */
            429: components["responses"]["TooManyRequests"];
            /** @description too-many-headers */
            431: components["responses"]["RequestHeaderFieldsTooLarge"];
            /** @description internal */
            500: components["responses"]["InternalServerError"];
            /** @description shutting-down, audit-unavailable, guardrails-unavailable */
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    revokeOverride: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    /** @description Why, in words */
                    reason: string;
                };
            };
        };
        responses: {
            /** @description End an override, or a request for one, at once */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Override"];
                };
            };
            /** @description malformed-request, invalid-request */
            400: components["responses"]["BadRequest"];
            /** @description unauthorized */
            401: components["responses"]["Unauthorized"];
            /** @description cross-site, forbidden */
            403: components["responses"]["Forbidden"];
            /** @description not-found */
            404: components["responses"]["NotFound"];
            /** @description too-late */
            408: components["responses"]["RequestTimeout"];
            /** @description refused-change */
            409: components["responses"]["Conflict"];
            /** @description body-too-large */
            413: components["responses"]["PayloadTooLarge"];
            /** @description uri-too-long */
            414: components["responses"]["URITooLong"];
            /** @description wrong-content-type */
            415: components["responses"]["UnsupportedMediaType"];
            /** @description wrong-host */
            421: components["responses"]["MisdirectedRequest"];
            /** @description rate-limited, too-many-failures */
            429: components["responses"]["TooManyRequests"];
            /** @description too-many-headers */
            431: components["responses"]["RequestHeaderFieldsTooLarge"];
            /** @description internal */
            500: components["responses"]["InternalServerError"];
            /** @description shutting-down, audit-unavailable, guardrails-unavailable */
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    getSlo: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description How well the service keeps what it promises */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Slo"];
                };
            };
            /** @description malformed-request, invalid-request */
            400: components["responses"]["BadRequest"];
            /** @description unauthorized */
            401: components["responses"]["Unauthorized"];
            /** @description cross-site */
            403: components["responses"]["Forbidden"];
            /** @description too-late */
            408: components["responses"]["RequestTimeout"];
            /** @description wrong-host */
            421: components["responses"]["MisdirectedRequest"];
            /** @description rate-limited, too-many-failures */
            429: components["responses"]["TooManyRequests"];
            /** @description too-many-headers */
            431: components["responses"]["RequestHeaderFieldsTooLarge"];
            /** @description internal */
            500: components["responses"]["InternalServerError"];
            /** @description shutting-down */
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    getSpot: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The spot price of one pair, and how old it is */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Spot"];
                };
            };
            /** @description malformed-request, invalid-request */
            400: components["responses"]["BadRequest"];
            /** @description unauthorized */
            401: components["responses"]["Unauthorized"];
            /** @description cross-site, forbidden */
            403: components["responses"]["Forbidden"];
            /** @description too-late */
            408: components["responses"]["RequestTimeout"];
            /** @description wrong-host */
            421: components["responses"]["MisdirectedRequest"];
            /** @description rate-limited, too-many-failures */
            429: components["responses"]["TooManyRequests"];
            /** @description too-many-headers */
            431: components["responses"]["RequestHeaderFieldsTooLarge"];
            /** @description internal */
            500: components["responses"]["InternalServerError"];
            /** @description shutting-down */
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    streamBacktestEvents: {
        parameters: {
            query?: never;
            header?: {
                /** @description Id of the last event that came: only those behind it are sent */
                "last-event-id"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Changes of state and progress with the equity so far, until it has ended (server-sent events) */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": string;
                };
            };
            /** @description Changes of state and progress with the equity so far, until it has ended (server-sent events) */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description malformed-request, invalid-request */
            400: components["responses"]["BadRequest"];
            /** @description unauthorized */
            401: components["responses"]["Unauthorized"];
            /** @description cross-site */
            403: components["responses"]["Forbidden"];
            /** @description not-found */
            404: components["responses"]["NotFound"];
            /** @description too-late */
            408: components["responses"]["RequestTimeout"];
            /** @description uri-too-long */
            414: components["responses"]["URITooLong"];
            /** @description wrong-host */
            421: components["responses"]["MisdirectedRequest"];
            /** @description rate-limited, too-many-failures, busy */
            429: components["responses"]["TooManyRequests"];
            /** @description too-many-headers */
            431: components["responses"]["RequestHeaderFieldsTooLarge"];
            /** @description internal */
            500: components["responses"]["InternalServerError"];
            /** @description shutting-down, store-unavailable */
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    streamEvents: {
        parameters: {
            query?: {
                topics?: string;
            };
            header?: {
                /** @description Id of the last event that came: those behind it are sent, or `resync` */
                "last-event-id"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What happens on the whole desk (server-sent events) */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": string;
                };
            };
            /** @description malformed-request, invalid-request */
            400: components["responses"]["BadRequest"];
            /** @description unauthorized */
            401: components["responses"]["Unauthorized"];
            /** @description cross-site, forbidden */
            403: components["responses"]["Forbidden"];
            /** @description too-late */
            408: components["responses"]["RequestTimeout"];
            /** @description wrong-host */
            421: components["responses"]["MisdirectedRequest"];
            /** @description rate-limited, too-many-failures, busy */
            429: components["responses"]["TooManyRequests"];
            /** @description too-many-headers */
            431: components["responses"]["RequestHeaderFieldsTooLarge"];
            /** @description internal */
            500: components["responses"]["InternalServerError"];
            /** @description shutting-down */
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    getOpenApi: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description This document */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        [key: string]: unknown;
                    };
                };
            };
            /** @description malformed-request, invalid-request */
            400: components["responses"]["BadRequest"];
            /** @description unauthorized */
            401: components["responses"]["Unauthorized"];
            /** @description cross-site */
            403: components["responses"]["Forbidden"];
            /** @description too-late */
            408: components["responses"]["RequestTimeout"];
            /** @description wrong-host */
            421: components["responses"]["MisdirectedRequest"];
            /** @description rate-limited, too-many-failures */
            429: components["responses"]["TooManyRequests"];
            /** @description too-many-headers */
            431: components["responses"]["RequestHeaderFieldsTooLarge"];
            /** @description internal */
            500: components["responses"]["InternalServerError"];
            /** @description shutting-down */
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    getHealth: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The process answers */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        status: "ok";
                    };
                };
            };
            /** @description malformed-request */
            400: components["responses"]["BadRequest"];
            /** @description cross-site */
            403: components["responses"]["Forbidden"];
            /** @description too-late */
            408: components["responses"]["RequestTimeout"];
            /** @description wrong-host */
            421: components["responses"]["MisdirectedRequest"];
            /** @description too-many-headers */
            431: components["responses"]["RequestHeaderFieldsTooLarge"];
            /** @description internal */
            500: components["responses"]["InternalServerError"];
            /** @description shutting-down */
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    getReadiness: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Store and audit log can be written */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @enum {string} */
                        status: "ready" | "not ready";
                        checks: {
                            jobs: string;
                            audit: string;
                            service: string;
                        };
                    };
                };
            };
            /** @description malformed-request */
            400: components["responses"]["BadRequest"];
            /** @description cross-site */
            403: components["responses"]["Forbidden"];
            /** @description too-late */
            408: components["responses"]["RequestTimeout"];
            /** @description wrong-host */
            421: components["responses"]["MisdirectedRequest"];
            /** @description too-many-headers */
            431: components["responses"]["RequestHeaderFieldsTooLarge"];
            /** @description internal */
            500: components["responses"]["InternalServerError"];
            /** @description Store and audit log can be written */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @enum {string} */
                        status: "ready" | "not ready";
                        checks: {
                            jobs: string;
                            audit: string;
                            service: string;
                        };
                    };
                };
            };
        };
    };
    getMetrics: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Prometheus */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/plain": unknown;
                };
            };
            /** @description malformed-request */
            400: components["responses"]["BadRequest"];
            /** @description cross-site */
            403: components["responses"]["Forbidden"];
            /** @description too-late */
            408: components["responses"]["RequestTimeout"];
            /** @description wrong-host */
            421: components["responses"]["MisdirectedRequest"];
            /** @description too-many-headers */
            431: components["responses"]["RequestHeaderFieldsTooLarge"];
            /** @description internal */
            500: components["responses"]["InternalServerError"];
            /** @description shutting-down */
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    listRoutes: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Every route */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        routes: {
                            method: string;
                            path: string;
                            access: "open" | components["schemas"]["Role"];
                        }[];
                    };
                };
            };
            /** @description malformed-request, invalid-request */
            400: components["responses"]["BadRequest"];
            /** @description unauthorized */
            401: components["responses"]["Unauthorized"];
            /** @description cross-site */
            403: components["responses"]["Forbidden"];
            /** @description too-late */
            408: components["responses"]["RequestTimeout"];
            /** @description wrong-host */
            421: components["responses"]["MisdirectedRequest"];
            /** @description rate-limited, too-many-failures */
            429: components["responses"]["TooManyRequests"];
            /** @description too-many-headers */
            431: components["responses"]["RequestHeaderFieldsTooLarge"];
            /** @description internal */
            500: components["responses"]["InternalServerError"];
            /** @description shutting-down */
            503: components["responses"]["ServiceUnavailable"];
        };
    };
}
