package io.modelwatch.devstack.launch;

import io.modelwatch.devstack.StartException;
import java.util.Arrays;
import java.util.logging.LogManager;
import picocli.CommandLine;

/** Entry of {@code deploy/up} and {@code deploy/down}; the first argument says which. */
public final class Main {

    private Main() {}

    public static void main(String[] arguments) {
        LogManager.getLogManager(); // before a second thread logs: two that come first at once can deadlock
        CommandLine command = new CommandLine(arguments[0].equals("down") ? new DownCommand() : new UpCommand());
        command.setExecutionExceptionHandler((failure, line, parsed) -> {
            if (!(failure instanceof StartException)) {
                failure.printStackTrace(line.getErr());
            }
            line.getErr().println(line.getCommandName() + ": " + failure.getMessage());
            return line.getCommandSpec().exitCodeOnExecutionException();
        });
        System.exit(command.execute(Arrays.copyOfRange(arguments, 1, arguments.length)));
    }
}
