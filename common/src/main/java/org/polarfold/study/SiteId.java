package org.polarfold.study;

import java.util.regex.Pattern;
import org.polarfold.UserException;

/**
 * A centre of the consortium.
 *
 * @param value 1 to 40 characters of {@code a-z 0-9 -}, the first a letter or digit
 */
public record SiteId(String value) implements Comparable<SiteId> {

  private static final Pattern VALID = Pattern.compile("[a-z0-9][a-z0-9-]{0,39}");

  /**
   * @throws UserException where the value is not of that form (it becomes a folder's name)
   */
  public SiteId {
    if (!isValid(value)) {
      throw new UserException(
          "Invalid site name: \""
              + value
              + "\" (expected 1 to 40 of a-z, 0-9 and -, first a letter or digit)");
    }
  }

  /** Whether a text is of that form. */
  public static boolean isValid(String text) {
    return VALID.matcher(text).matches();
  }

  @Override
  public int compareTo(SiteId other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
