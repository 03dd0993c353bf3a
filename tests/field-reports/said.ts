import { expect } from 'vitest';

/** What people say at steps, and what they are answered when that will not do. */

export const routed = { lead_agency: 'dien-luc' };
export const answer = { resolution_type: 'fixed', answer_text: 'Đã thay bóng đèn mới, đèn sáng trở lại từ tối nay.' };
export const back = { return_reason: 'not_our_area', suggested_agency: 'cap-nuoc' };
export const extension = (until: string) => ({
  extension_until: `${until}T17:00:00+07:00`,
  extension_reason: 'Thiếu vật tư',
  extension_progress: 'Đã khảo sát',
});

export const refused = (more: object = {}) => expect.objectContaining({ code: 'transition-refused', ...more });
export const invalid = (field: string) =>
  expect.objectContaining({
    code: 'validation-failed',
    details: expect.objectContaining({ refused: [expect.objectContaining({ field })] }),
  });
