import type { Variable, VarValues } from '../page.ts';
import type { Scalar } from '../schema.ts';

/** Values of variables as queries and widgets take them. */
export interface VarScalars {
  readonly [name: string]: readonly Scalar[];
}

/** What the variables of a page hold: what was chosen where it fits, else the default, else nothing. Only declared variables are kept; `mine` sets nothing until the caller's own units are known. */
export function varScalars({
  declared,
  chosen,
}: {
  declared: { readonly [name: string]: Variable } | undefined;
  chosen: VarValues;
}): VarScalars {
  const values: { [name: string]: readonly Scalar[] } = {};
  for (const [name, variable] of Object.entries(declared ?? {})) values[name] = fitting(variable, chosen[name]) ?? defaultOf(variable);
  return values;
}

function fitting(variable: Variable, chosen: readonly string[] | undefined): readonly Scalar[] | undefined {
  if (!chosen) return undefined;
  switch (variable.kind) {
    case 'dimension':
      return variable.many ? chosen : chosen.slice(0, 1);
    case 'choice': {
      const known = chosen.filter((value) => Object.hasOwn(variable.choices, value)).slice(0, 1);
      return known.length > 0 ? known : undefined;
    }
    case 'number': {
      const [value] = chosen.map(Number);
      if (value === undefined || chosen[0]?.trim() === '' || !Number.isFinite(value)) return undefined;
      return [Math.min(variable.max ?? value, Math.max(variable.min ?? value, value))];
    }
    case 'text':
      return chosen.slice(0, 1).map((value) => value.slice(0, variable.maxLength));
  }
}

function defaultOf(variable: Variable): readonly Scalar[] {
  if (variable.kind === 'text' || variable.default === undefined || variable.default === 'mine') return [];
  return typeof variable.default === 'object' ? variable.default : [variable.default];
}
