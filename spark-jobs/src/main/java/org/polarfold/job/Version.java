package org.polarfold.job;

import org.polarfold.provenance.CodeVersion;
import picocli.CommandLine.IVersionProvider;

/** What {@code ./run --version} prints. */
final class Version implements IVersionProvider {

  @Override
  public String[] getVersion() {
    CodeVersion code = CodeVersion.current();
    return new String[] {"Polarfold " + code.version() + " (" + code.commit() + ")"};
  }
}
