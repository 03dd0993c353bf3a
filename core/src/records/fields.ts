/** Shapes of fields that the records of the core share. */
export const code = { type: 'string', format: 'code', maxLength: 64 } as const;
/** Qualified name of a dataset ("field-reports/report") or indicator, or the code under which the province keeps an indicator ("se.grdp_growth"). */
export const named = { type: 'string', format: 'code', maxLength: 200 } as const;
export const line = { type: 'string', maxLength: 200 } as const;
export const reference = { type: 'string', maxLength: 500 } as const;
export const text = { type: 'string', format: 'text', maxLength: 5000 } as const;
export const day = { type: 'string', format: 'date' } as const;
export const instant = { type: 'string', format: 'date-time' } as const;
export const flag = { type: 'boolean' } as const;
export const count = { type: 'integer', minimum: 0 } as const;
export const unit = { type: 'string', format: 'unit' } as const;
export const agencyCode = { type: 'string', 'x-ref': 'agency' } as const;
export const share = { type: 'number', minimum: 0, maximum: 1 } as const;
