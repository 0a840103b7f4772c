package org.polarfold.backbone;

/** Says how a process of its own rounds. */
public final class PrintedRounding {

  private PrintedRounding() {}

  /** Prints the mark. */
  public static void main(String[] arguments) {
    System.out.println(Rounding.ofThisProcess());
  }
}
