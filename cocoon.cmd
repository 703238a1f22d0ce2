@echo off
rem Runs the tool from a clone: builds it (Release) if it has not been built, or if COCOON_BUILD is set.
setlocal
set "root=%~dp0"
set "dll=%root%artifacts\bin\Cocoon.Cli\release\cocoon.dll"
if exist "%dll%" if not defined COCOON_BUILD goto run
echo cocoon: building (Release) ... 1>&2
dotnet build "%root%src\Cocoon.Cli" -c Release -v quiet 1>&2 || exit /b 2
:run
dotnet "%dll%" %*
exit /b %errorlevel%
