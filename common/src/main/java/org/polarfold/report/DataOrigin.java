package org.polarfold.report;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** Whether a run's studies come from patients; decides whether the page carries its warning. */
public enum DataOrigin {
  /** Exports of hospitals. */
  CLINICAL,
  /** Made by the simulator: figures say nothing about patients. */
  SIMULATED;

  @JsonCreator
  static DataOrigin fromJson(boolean simulated) {
    return simulated ? SIMULATED : CLINICAL;
  }

  @JsonValue
  boolean toJson() {
    return this == SIMULATED;
  }
}
