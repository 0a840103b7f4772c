package org.polarfold.provenance;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/**
 * The version of the code that runs.
 *
 * @param version Maven's version, or "unknown"
 * @param commit abbreviated commit with "-dirty" where the tree had changes, or "unknown"
 */
public record CodeVersion(String version, String commit) {

  /** Read from what the build wrote beside this class. */
  public static CodeVersion current() {
    Properties git = new Properties();
    try (InputStream stream = CodeVersion.class.getResourceAsStream("code-version.properties")) {
      if (stream != null) {
        git.load(stream);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    String dirty = "true".equals(git.getProperty("git.dirty")) ? "-dirty" : "";
    return new CodeVersion(
        git.getProperty("git.build.version", "unknown"),
        git.getProperty("git.commit.id.abbrev", "unknown") + dirty);
  }
}
