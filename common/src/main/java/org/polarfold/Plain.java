package org.polarfold;

import java.math.BigDecimal;

/** Numbers as a person would write them, for messages: {@code 1} and not {@code 1.0}. */
public final class Plain {

  private static final double LEAST = 1e-12;
  private static final double MOST = 1e15;

  private Plain() {}

  /** All digits, without an exponent unless there would be many zeros. */
  public static String number(double number) {
    double size = Math.abs(number);
    if (size == 0) {
      return "0";
    }
    return size >= LEAST && size < MOST
        ? BigDecimal.valueOf(number).stripTrailingZeros().toPlainString()
        : Double.toString(number).replace(".0E", "e").replace('E', 'e');
  }
}
