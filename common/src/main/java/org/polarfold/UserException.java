package org.polarfold;

/**
 * The user's data or configuration is wrong: told in one line (file, place, value, what was
 * expected), exit status 2. Anything else that is thrown is a fault of Polarfold's own.
 */
public final class UserException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /**
   * @param message one line; begins with {@code Cannot} or {@code Invalid}, holds no patient
   *     identity
   */
  public UserException(String message) {
    super(oneLine(message));
  }

  /**
   * @param message as above
   * @param cause what was met; never shown to the user
   */
  public UserException(String message, Throwable cause) {
    super(oneLine(message), cause);
  }

  private static String oneLine(String message) {
    return message.replaceAll("\\s*\\R\\s*", " ");
  }
}
