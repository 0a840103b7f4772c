package org.polarfold.coverage;

/** What is planted in the simulated consortia. */
public enum Scenario {
  /** Sites differ in size and prevalence only. */
  NO_SHIFT("no-shift"),
  /** Each site has its own coefficients and its own artefact, the same in all consortia. */
  SHIFT("shift"),
  /** As {@link #SHIFT}, but every consortium has new sites: what random effects assume. */
  NEW_SITES("new-sites");

  private final String label;

  Scenario(String label) {
    this.label = label;
  }

  /** Its name on the command line and in tables. */
  public String label() {
    return label;
  }
}
