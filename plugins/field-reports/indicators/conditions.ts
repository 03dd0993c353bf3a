/** Reports that count: not refused, not withdrawn, and of several on one matter only the first. */
export const counted = "status not in ['rejected','withdrawn','duplicate']";

/** Reports that somebody still has to work on. */
export const isOpen =
  "status in ['submitted','held','assigned','in_progress','scheduled','info_requested','returned','answered','reopened','emergency']";

/** Open reports whose clock runs: it rests while the reporter is asked and while the answer is reviewed; emergencies have a clock of minutes. */
export const clockRuns = "status in ['submitted','held','assigned','in_progress','scheduled','returned','reopened']";

/** Rules that all figures of this plugin are counted under. */
export const basis = {
  regime: 'operational',
  legal: 'Quy chế tiếp nhận, xử lý phản ánh hiện trường của địa phương (do UBND cấp tỉnh ban hành)',
} as const;
