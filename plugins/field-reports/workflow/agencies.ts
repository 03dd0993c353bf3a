import type { StepFilter } from '@haidang/sdk';
import type { Report } from '../datasets/report-row.ts';

/** The agency that is named exists and is in office today. */
export const inOffice: readonly StepFilter<Report>[] = [
  { 'lead_agency.agency_code': { empty: false } },
  { any: [{ 'lead_agency.valid_from': { empty: true } }, { 'lead_agency.valid_from': { lte: 'today' } }] },
  { any: [{ 'lead_agency.valid_to': { empty: true } }, { 'lead_agency.valid_to': { gte: 'today' } }] },
];

/** Not the one that has just sent it back, and not while two agencies have: then the shift lead decides. */
export const toAnother: readonly StepFilter<Report>[] = [
  { any: [{ returned_by: { empty: true } }, { not: { lead_agency: { field: 'returned_by' } } }] },
  { any: [{ return_count: { empty: true } }, { return_count: { lt: 2 } }] },
];

/** A unit below the agency that the centre chose, or that agency itself. Of a report that a source brought along nobody chose one. */
export const withinAgency: StepFilter<Report> = {
  any: [
    { assigned_agency: { empty: true } },
    { lead_agency: { field: 'assigned_agency' } },
    { 'lead_agency.parent_code': { field: 'assigned_agency' } },
  ],
};
