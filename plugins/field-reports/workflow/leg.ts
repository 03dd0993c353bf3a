// What a step asks for is cleared when its turn is over, so that the next time it has to be said anew; the audit log keeps it.

/** No extension is asked for: a request is about the deadline that ran when it was made. */
export const noExtension = { extension_until: null, extension_reason: null, extension_progress: null } as const;

export const noPlan = { planned_for: null, plan_reason: null } as const;

export const noAnswer = { answered_at: null, resolution_type: null, answer_text: null } as const;

/** What an agency begins with, the first time or again. */
export const newLeg = {
  ...noExtension,
  ...noPlan,
  ...noAnswer,
  question: null,
  reply: null,
  question_count: 0,
  extension_count: 0,
  emergency_handoff: null,
} as const;
